package io.sluice.storage;

import io.sluice.storage.connection.ConnectionsConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Connections for plain tests. */
record TestConnections(Map<String, Project> projects) implements ConnectionsConfig {
  static TestConnections of(String name, String url, String token) {
    return with(name, url, Optional.of(token), Optional.empty());
  }

  static TestConnections with(
      String name, String url, Optional<String> token, Optional<Path> tokenFile) {
    return new TestConnections(Map.of(name, new TestProject(Optional.of(url), token, tokenFile)));
  }

  TestConnections and(String name, String url, String token) {
    Map<String, Project> more = new TreeMap<>(projects);
    more.putAll(of(name, url, token).projects());
    return new TestConnections(more);
  }

  record TestProject(Optional<String> url, Optional<String> token, Optional<Path> tokenFile)
      implements Project {}
}
