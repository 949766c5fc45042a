package io.sluice.parquet.file;

import org.eclipse.microprofile.config.ConfigProvider;

/** Who wrote a file, in the form that the format asks for: readers look for known faults by it. */
public final class CreatedBy {
  private CreatedBy() {}

  /** {@code sluice version 1.0.0 (build 1.0.0)}: a release is one build. */
  public static String text() {
    String version =
        ConfigProvider.getConfig()
            .getOptionalValue("quarkus.application.version", String.class)
            .orElse("dev");
    return "sluice version %s (build %s)".formatted(version, version);
  }
}
