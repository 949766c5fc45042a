package io.sluice.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Size;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who may do what. {@code java -jar … key new NAME} makes a key and the two lines for it. */
@ConfigMapping(prefix = "sluice.access")
public interface AccessConfig {

  /**
   * How the gateway knows who asks: {@code local} (it listens on the loopback alone, and whoever is
   * on this machine may do everything), {@code keys}, {@code oidc}, both ({@code keys,oidc}), or
   * {@code none} (whoever reaches it may do everything; said aloud at each start).
   */
  @WithDefault("local")
  Set<Mode> mode();

  /** API keys by the name of who has them. */
  Map<String, Key> keys();

  /**
   * What people and workloads with a token of the provider may do; NAME is for the reader alone.
   */
  Map<String, Tokens> tokens();

  /**
   * A file of properties with more of {@code sluice.access.keys} and {@code sluice.access.tokens},
   * read again every 5 s: whom it names anew may ask, and whom it does not name any more may not,
   * without a restart. One that turns out broken changes nothing.
   */
  Optional<Path> file();

  /**
   * A secret of at least 32 characters that seals browsers' sessions, links and tickets; the same
   * at all replicas. Without it each process makes its own, and all of them end with it.
   */
  Optional<@Size(min = 32) String> passSecret();

  /** How long a browser stays signed in. */
  @WithDefault("PT12H")
  Duration session();

  /** One caller with a key. */
  interface Key {

    /**
     * The SHA-256 of the key, in hex; of several any is right, so that a key is replaced before the
     * old one goes. {@code HEX@2027-01-31} is right until that day begins (UTC).
     */
    Optional<List<String>> sha256();

    /**
     * What they may do, each {@code CONNECTION:GRANT}, such as {@code sales:submit} or {@code
     * *:read}: {@code read} exports, files and what the project holds; {@code submit}, and cancel
     * and remove one's own; {@code operate}, which is over others' too. Each includes those before.
     */
    Optional<List<String>> grants();
  }

  /** Those who have a token that says something of them. */
  interface Tokens {

    /**
     * Whom: {@code subject:TEXT}, {@code group:TEXT} or {@code role:TEXT}; any of several. A
     * subject of Kubernetes is {@code subject:system:serviceaccount:NAMESPACE:NAME}.
     */
    Optional<List<String>> who();

    /** Whose tokens: those of one issuer; any that is trusted where there is none. */
    Optional<String> issuer();

    /** What they may do; see the grants of a key. */
    Optional<List<String>> grants();
  }
}
