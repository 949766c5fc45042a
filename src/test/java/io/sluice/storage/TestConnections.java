package io.sluice.storage;

import io.sluice.storage.connection.ConnectionsConfig;
import java.util.Map;
import java.util.Optional;

/** Connections for plain tests. */
record TestConnections(Map<String, Project> projects) implements ConnectionsConfig {
  static ConnectionsConfig of(String name, String url, String token) {
    return new TestConnections(Map.of(name, new TestProject(Optional.of(url), Optional.of(token))));
  }

  record TestProject(Optional<String> url, Optional<String> token) implements Project {}
}
