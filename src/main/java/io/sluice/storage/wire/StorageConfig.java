package io.sluice.storage.wire;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/** How the Storage API is spoken to; the same for every connection. */
@ConfigMapping(prefix = "sluice.storage")
public interface StorageConfig {

  /** How long one try may take from its start to the last byte of the answer. */
  @WithDefault("60s")
  @DurationMin(millis = 1)
  Duration requestTimeout();

  /** How long a TCP connection and its TLS handshake may take. */
  @WithDefault("10s")
  @DurationMin(millis = 1)
  Duration connectTimeout();

  /** The longest answer about one thing that is taken, unpacked: a table, a job, a file. */
  @WithDefault("16M")
  MemorySize maxAnswer();

  /**
   * The longest list that is taken, unpacked: a manifest (32M hold 100,000 slices), the tables of a
   * bucket or project. It is read item by item, and takes up to three times its length in memory.
   */
  @WithDefault("32M")
  MemorySize maxList();

  /** TCP connections to one stack at once. */
  @WithDefault("32")
  @Min(1) int connections();

  /** Certificates (PEM) of authorities to trust instead of the JDK's, for private stacks. */
  Optional<Path> trustedCertificates();

  /**
   * Whether a connection's url may be plain http beyond this machine: its token can be read then.
   */
  @WithDefault("false")
  boolean allowPlainHttp();

  Retry retry();

  Circuit circuit();

  Lookup lookup();

  /** Tries again what may pass: 408, 409, 423, 429, 5xx but 501, cut connections, timeouts. */
  interface Retry {

    /** Tries of one request at most, the first included. */
    @WithDefault("9")
    @Min(1) int tries();

    /** The wait before the second try; it doubles, less up to half of it at random. */
    @WithDefault("500ms")
    @DurationMin(millis = 1)
    Duration initial();

    /** The longest wait. A Retry-After may be longer, as long as it ends before the deadline. */
    @WithDefault("20s")
    @DurationMin(millis = 1)
    Duration max();

    /** No try starts later than this after the first. */
    @WithDefault("3m")
    @DurationMin(millis = 1)
    Duration deadline();
  }

  /** Questions of callers about projects, buckets and tables, apart from the exports. */
  interface Lookup {

    /** How long an answer is given again to whoever asks the same; {@code 0s} asks each time. */
    @WithDefault("10s")
    @DurationMin
    Duration keep();

    /** Answers kept at once, of all connections together; the eldest goes first. */
    @WithDefault("1000")
    @Min(0) int keptAnswers();

    /** Heap that kept answers may take together. A larger answer is given and not kept. */
    @WithDefault("16M")
    MemorySize keptBytes();

    /** Lookups that one connection makes at once, over TCP connections of their own. */
    @WithDefault("4")
    @Min(1) int parallel();

    /** Lookups that may wait for them; one more is answered with {@code queue-full}. */
    @WithDefault("16")
    @Min(0) int waiting();

    /** Tries of one request at most, the first included. */
    @WithDefault("3")
    @Min(1) int tries();

    /**
     * The longest that a lookup takes with its wait and tries. It goes on when its caller has gone,
     * for the next who asks.
     */
    @WithDefault("30s")
    @DurationMin(millis = 1)
    Duration limit();
  }

  /** Leaves a stack alone for a while that keeps failing. */
  interface Circuit {

    /** The last requests that are looked at. */
    @WithDefault("20")
    @Min(1) int requests();

    /** The share of them that must have failed. */
    @WithDefault("0.75")
    @DecimalMin("0") @DecimalMax("1") double failureRatio();

    /** How long nothing is asked; then one request tries whether it is over. */
    @WithDefault("5s")
    @DurationMin(millis = 1)
    Duration pause();
  }
}
