package io.sluice.storage.connection;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.util.Map;
import java.util.Optional;

/**
 * The Storage projects by name: {@code sluice.connections.NAME.url} and {@code .token}, or {@code
 * SLUICE_CONNECTIONS_NAME_URL} and {@code …_TOKEN}. Optional here only so that every broken one is
 * reported, and not just the first.
 */
@ConfigMapping(prefix = "sluice.connections")
public interface ConnectionsConfig {

  @WithParentName
  Map<String, Project> projects();

  /** One project. */
  interface Project {

    /** The stack, such as {@code https://connection.keboola.com}; a trailing slash is fine. */
    Optional<String> url();

    /** A Storage token that may read what is to be exported. */
    Optional<String> token();
  }
}
