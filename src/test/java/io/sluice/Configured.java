package io.sluice;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;

/** Configuration as the application reads it, for tests without an application. */
public final class Configured {
  private Configured() {}

  /**
   * The mapping with some of its keys set.
   *
   * @param keys in full, such as {@code sluice.exports.parallel}; the others have their defaults
   */
  public static <T> T with(Class<T> mapping, Map<String, String> keys) {
    return new SmallRyeConfigBuilder()
        .withConverter(MemorySize.class, 200, new MemorySizeConverter())
        .withConverter(Duration.class, 200, new DurationConverter())
        .withMapping(mapping)
        .withDefaultValues(keys)
        .build()
        .getConfigMapping(mapping);
  }
}
