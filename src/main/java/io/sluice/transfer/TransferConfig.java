package io.sluice.transfer;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/** How slices are moved. */
@ConfigMapping(prefix = "sluice.transfer")
public interface TransferConfig {

  /** Slice streams at once in the whole process, shared out fairly between exports; 1 to 1000. */
  @WithDefault("16")
  @Min(1) @Max(1000) int parallelSlices();

  /** How long connecting to the cloud may take. */
  @WithDefault("10s")
  @DurationMin(millis = 1)
  Duration connectTimeout();

  /** A stream that brings no byte for this long is given up and taken up again. */
  @WithDefault("30s")
  @DurationMin(millis = 1)
  Duration idleTimeout();

  /** A stream slower than this many bytes a second over a whole window is given up. */
  @WithDefault("16K")
  MemorySize minimumRate();

  /** The window over which the minimum rate is measured. */
  @WithDefault("1m")
  @DurationMin(millis = 1)
  Duration minimumRateWindow();

  /** How long a slice may make no progress, all its tries and the waits between them together. */
  @WithDefault("5m")
  @DurationMin(millis = 1)
  Duration sliceTimeout();

  /**
   * Tries in a row without progress after which a slice is given up. Progress is a twentieth of the
   * slice or 1 MiB, whichever is less.
   */
  @WithDefault("10")
  @Min(1) int attempts();

  /** The wait after the first try without progress; it doubles with each further one. */
  @WithDefault("500ms")
  @DurationMin(millis = 1)
  Duration backOff();

  /** The longest wait between two tries. A Retry-After of the cloud may be longer. */
  @WithDefault("30s")
  @DurationMin(millis = 1)
  Duration backOffMax();

  /**
   * Slices at least this big are fetched by several ranged streams, each writing its own region.
   */
  @WithDefault("256M")
  MemorySize splitFrom();

  /** How many streams fetch such a slice; 1 switches this off. */
  @WithDefault("4")
  @Min(1) int splitStreams();

  /** The most that is read from a connection at once. */
  @WithDefault("64K")
  MemorySize chunkSize();

  /** Bytes of one stream that may wait for the disk before the connection is paused. */
  @WithDefault("4M")
  MemorySize writeQueue();

  /**
   * Free disk that must be there for the merge besides the slices, as a multiple of their size. The
   * transfer refuses to start where it is not.
   */
  @WithDefault("1.0")
  @DecimalMin("0") double mergeSpace();

  /** A gzip slice that unpacks to more is refused, before its rows are read. */
  @WithDefault("64G")
  MemorySize unpackedLimit();

  /** TLS by OpenSSL where its library loads; else, or if false, by the JDK. */
  @WithDefault("true")
  boolean openssl();

  /** Certificates (PEM) of authorities to trust instead of the JDK's, for private endpoints. */
  Optional<Path> trustedCertificates();
}
