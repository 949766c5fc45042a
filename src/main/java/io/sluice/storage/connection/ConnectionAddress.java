package io.sluice.storage.connection;

import io.sluice.base.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A connection that is fit for use.
 *
 * @param url without a slash at its end
 * @param token at the start
 * @param tokenFile that held it, and may hold another later
 */
record ConnectionAddress(String url, Secret token, Optional<Path> tokenFile) {
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  /** All connections; what is wrong is added to the problems, each with its key. */
  static Map<String, ConnectionAddress> all(
      ConnectionsConfig config, boolean plainHttp, List<String> problems) {
    Map<String, ConnectionAddress> addresses = new TreeMap<>();
    config
        .projects()
        .forEach(
            (name, project) -> {
              String key = "sluice.connections." + name;
              Optional<String> url = url(key, project, plainHttp, problems);
              Optional<Secret> token = token(key, project, problems);
              if (url.isPresent() && token.isPresent()) {
                addresses.put(
                    name, new ConnectionAddress(url.get(), token.get(), project.tokenFile()));
              }
            });
    return addresses;
  }

  private static Optional<Secret> token(
      String key, ConnectionsConfig.Project project, List<String> problems) {
    Optional<String> token = project.token().map(String::strip).filter(text -> !text.isEmpty());
    if (token.isPresent() && project.tokenFile().isPresent()) {
      problems.add(key + " has a token and a token-file: keep one of them");
      return Optional.empty();
    }
    if (project.tokenFile().isPresent()) {
      return inFile(key + ".token-file", project.tokenFile().get(), problems);
    }
    if (token.isEmpty()) {
      problems.add(
          key + ".token is missing: put a Storage token there, or a file's path in .token-file");
    } else if (!TokenText.isToken(token.get())) {
      problems.add(key + ".token holds spaces or characters that no token has");
      return Optional.empty();
    }
    return token.map(Secret::of);
  }

  private static Optional<Secret> inFile(String key, Path path, List<String> problems) {
    try {
      return Optional.of(TokenText.inFile(path));
    } catch (IOException unusable) {
      problems.add(key + ": " + path + " " + unusable.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<String> url(
      String key, ConnectionsConfig.Project project, boolean plainHttp, List<String> problems) {
    Optional<String> text = project.url().map(String::strip).filter(url -> !url.isEmpty());
    if (text.isEmpty()) {
      problems.add(
          key + ".url is missing: put the stack there, such as https://connection.keboola.com");
      return Optional.empty();
    }
    Optional<String> problem = problem(text.get(), plainHttp);
    problem.ifPresent(reason -> problems.add(key + ".url " + reason));
    return problem.isPresent() ? Optional.empty() : Optional.of(trimmed(text.get()));
  }

  private static Optional<String> problem(String text, boolean plainHttp) {
    URI url;
    try {
      url = URI.create(text);
    } catch (IllegalArgumentException malformed) {
      return Optional.of("is not a URL; write https://connection.keboola.com");
    }
    String scheme = url.getScheme() == null ? "" : url.getScheme();
    if (url.getHost() == null || !(scheme.equals("https") || scheme.equals("http"))) {
      return Optional.of("is not an https URL; write https://connection.keboola.com");
    }
    if (!TokenText.isToken(text)) {
      return Optional.of("holds characters that no URL has");
    }
    if (url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null) {
      return Optional.of("must have no user, query or fragment");
    }
    if (scheme.equals("http") && !plainHttp && !THIS_MACHINE.contains(url.getHost())) {
      return Optional.of(
          "is plain http, which shows the token to the network; write https, or set"
              + " sluice.storage.allow-plain-http");
    }
    return Optional.empty();
  }

  /** People also paste the API's own address. */
  private static String trimmed(String url) {
    return url.replaceFirst("/+$", "").replaceFirst("/v2/storage$", "").replaceFirst("/+$", "");
  }
}
