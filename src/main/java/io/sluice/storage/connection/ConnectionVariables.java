package io.sluice.storage.connection;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Environment variables that are meant for a connection and set nothing. Of the environment the
 * configuration reads what it knows and passes over the rest without a word.
 */
public final class ConnectionVariables {
  private static final String PREFIX = "SLUICE_CONNECTIONS_";

  private ConnectionVariables() {}

  /** What is wrong, each with its variable. */
  public static List<String> problems(Set<String> variables, Set<String> connections) {
    return variables.stream()
        .filter(variable -> variable.startsWith(PREFIX))
        .filter(variable -> connections.stream().noneMatch(name -> names(name, variable)))
        .sorted()
        .map(
            variable ->
                variable
                    + " sets nothing: variables are "
                    + PREFIX
                    + "NAME_URL, …_TOKEN and …_TOKEN_FILE, where NAME has no underscore")
        .toList();
  }

  private static boolean names(String connection, String variable) {
    return Stream.of(connection, "\"" + connection + "\"")
        .flatMap(name -> Stream.of(name + ".url", name + ".token", name + ".token-file"))
        .map(key -> PREFIX + key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT))
        .anyMatch(variable::equals);
  }
}
