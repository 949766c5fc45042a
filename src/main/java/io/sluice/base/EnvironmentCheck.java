package io.sluice.base;

import io.quarkus.runtime.Startup;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.ConfigValidationException.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Fails the start on an environment variable of ours that sets nothing. Of files and system
 * properties the configuration refuses keys that it does not know; of the environment it passes
 * over them without a word, and that is where a container is configured.
 */
@Startup
@Singleton
public class EnvironmentCheck {
  private static final String PREFIX = "SLUICE_";
  private static final String KNOWN = "META-INF/sluice-variables";

  /** What Kubernetes tells a pod of a service that is called sluice. */
  private static final Predicate<String> SERVICE_LINK =
      Pattern.compile(
              "SLUICE_.*(SERVICE_HOST|SERVICE_PORT.*|PORT|PORT_\\d+_(TCP|UDP).*)|SLUICE_PORT.*")
          .asMatchPredicate();

  /** One of a list's values, such as {@code SLUICE_CLOUD_ALLOWED_HOSTS_0_}. */
  private static final Pattern ELEMENT = Pattern.compile("_\\d+_$");

  /** Tells more of its own variables. */
  private static final String CONNECTIONS = "SLUICE_CONNECTIONS_";

  @Inject
  EnvironmentCheck() {
    this(System.getenv().keySet());
  }

  EnvironmentCheck(Set<String> variables) {
    List<String> known = known();
    Problem[] problems =
        variables.stream()
            .filter(variable -> variable.startsWith(PREFIX))
            .filter(variable -> !variable.startsWith(CONNECTIONS))
            .filter(SERVICE_LINK.negate())
            .filter(variable -> !known.contains(ELEMENT.matcher(variable).replaceFirst("")))
            .sorted()
            .map(variable -> new Problem(problem(variable, known)))
            .toArray(Problem[]::new);
    if (problems.length > 0) {
      throw new ConfigValidationException(problems);
    }
  }

  private static String problem(String variable, List<String> known) {
    return "the environment variable %s sets nothing; %s"
        .formatted(
            variable,
            NearestName.of(own(variable), known.stream().map(EnvironmentCheck::own).toList())
                .map(name -> "did you mean " + PREFIX + name + "?")
                .orElse("deploy/configuration.md lists those that there are"));
  }

  private static String own(String variable) {
    return variable.substring(PREFIX.length());
  }

  /** Written with the configuration's reference, whose test holds it up to date. */
  private static List<String> known() {
    try (InputStream lines =
        Thread.currentThread().getContextClassLoader().getResourceAsStream(KNOWN)) {
      return new String(lines.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
