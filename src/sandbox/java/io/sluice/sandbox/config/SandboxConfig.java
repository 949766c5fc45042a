package io.sluice.sandbox.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How the sandbox behaves: {@code sluice.sandbox.*}. */
@ConfigMapping(prefix = "sluice.sandbox")
public interface SandboxConfig {

  /** In dev mode: whether one export of the sample orders is made by itself after the start. */
  @WithDefault("false")
  boolean firstRun();

  /** The life of a job. */
  Job job();

  /** The slices of a file. */
  Slices slices();

  /** How long what is lent is good. */
  Life life();

  /** Whether an equal export of an unchanged table gets the earlier file (storage-api.md 1.4). */
  @WithDefault("true")
  boolean caching();

  /** Whether an export with a field that is not documented is refused. */
  @WithDefault("true")
  boolean refuseUnknownFields();

  /** Disk that files may take; the oldest are removed where more is needed, as if expired. */
  @WithDefault("4G")
  MemorySize diskLimit();

  /** The seed of everything that is drawn: the order of manifests, the faults. */
  @WithDefault("1")
  long seed();

  /** The share of requests that fail at random: 429, 5xx and cut connections; from 0 to 1. */
  @WithDefault("0")
  double faultRate();

  /**
   * The host of Azure's account, as the manifest's entries name it, such as {@code
   * sandbox.blob.core.windows.net}; the blob endpoint's own where none is set.
   */
  Optional<String> azureHost();

  interface Job {
    /** How long a job waits. */
    @WithDefault("50ms")
    Duration waiting();

    /** How long a job is processed at least. */
    @WithDefault("200ms")
    Duration processing();

    /** How many polls a job is seen waiting or processing at least. */
    @WithDefault("0")
    int polls();

    /** Whether the answer to the export shows the job as ended already. */
    @WithDefault("false")
    boolean endedInAnswer();

    /** How many jobs of a project run at once; it is also what the token's limits say. */
    @WithDefault("10")
    int parallelism();
  }

  interface Slices {
    /** Rows a slice at most. */
    @WithDefault("25000")
    int rows();

    /** Rows a Parquet row group at most. */
    @WithDefault("25000")
    int rowGroupRows();

    /** Whether a file is sliced; the API still allows for one that is not (storage-api.md 3). */
    @WithDefault("true")
    boolean sliced();

    /** Whether the manifest's entries say that they are mandatory. */
    @WithDefault("true")
    boolean mandatory();

    /** Whether BigQuery adds a slice without rows (storage-api.md 5). */
    @WithDefault("true")
    boolean emptyLast();

    /** Whether Snowflake writes nine decimals of a second in CSV (storage-api.md 5). */
    @WithDefault("false")
    boolean fractionalSeconds();

    /** Whether S3's ETags are those of multipart uploads, hence no MD5. */
    @WithDefault("false")
    boolean multipartEtags();

    /** Whether the manifest names them in no order. */
    @WithDefault("true")
    boolean shuffled();
  }

  interface Life {
    /** Of a signed address. */
    @WithDefault("1h")
    Duration url();

    /** Of credentials to slices. */
    @WithDefault("12h")
    Duration credentials();
  }

  /** What system properties and environment variables say. */
  static SandboxConfig ofSystem() {
    return of(new SmallRyeConfigBuilder().addSystemSources());
  }

  /** Everything by default. */
  static SandboxConfig defaults() {
    return of(Map.of());
  }

  /**
   * All by default but these.
   *
   * @param settings keys without the prefix, such as {@code job.waiting} with {@code 10ms}
   */
  static SandboxConfig of(Map<String, String> settings) {
    return of(
        new SmallRyeConfigBuilder()
            .withDefaultValues(
                settings.entrySet().stream()
                    .collect(
                        Collectors.toMap(
                            entry -> "sluice.sandbox." + entry.getKey(), Map.Entry::getValue))));
  }

  private static SandboxConfig of(SmallRyeConfigBuilder builder) {
    return builder
        .addDiscoveredConverters()
        .withMapping(SandboxConfig.class)
        .build()
        .getConfigMapping(SandboxConfig.class);
  }
}
