package io.sluice.storage.connection;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The Storage projects by name: {@code sluice.connections.NAME.url} and {@code .token} or {@code
 * .token-file}, as variables {@code SLUICE_CONNECTIONS_NAME_URL}, {@code …_TOKEN} and {@code
 * …_TOKEN_FILE}. Optional here only so that every broken one is reported, and not just the first.
 */
@ConfigMapping(prefix = "sluice.connections")
public interface ConnectionsConfig {

  @WithParentName
  Map<String, Project> projects();

  /** One project. */
  interface Project {

    /** The stack, such as {@code https://connection.keboola.com}; a trailing slash is fine. */
    Optional<String> url();

    /** A Storage token that may read what is to be exported; this or its file. */
    Optional<String> token();

    /**
     * A file that holds the token, at most 64 KiB, with or without space around it. It is read
     * again every 5 s and when the token is refused, so that a token is replaced without a restart.
     */
    Optional<Path> tokenFile();
  }
}
