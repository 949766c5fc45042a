package io.sluice.storage.connection;

import io.sluice.base.Secret;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A connection that is fit for use.
 *
 * @param url without a slash at its end
 */
record ConnectionAddress(String url, Secret token) {
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
                addresses.put(name, new ConnectionAddress(url.get(), token.get()));
              }
            });
    return addresses;
  }

  private static Optional<Secret> token(
      String key, ConnectionsConfig.Project project, List<String> problems) {
    Optional<String> token = project.token().map(String::strip).filter(text -> !text.isEmpty());
    if (token.isEmpty()) {
      problems.add(key + ".token is missing: put a Storage token there");
    } else if (!token.get().matches("[\\x21-\\x7e]+")) {
      problems.add(key + ".token holds spaces or characters that no token has");
      return Optional.empty();
    }
    return token.map(Secret::of);
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
