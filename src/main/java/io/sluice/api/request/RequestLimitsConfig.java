package io.sluice.api.request;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How much one request may ask for. A body's size is {@code quarkus.http.limits.max-body-size}. */
@ConfigMapping(prefix = "sluice.limits")
public interface RequestLimitsConfig {

  /** Columns named by one request. */
  @WithDefault("4000")
  @Min(1) int columns();

  /** Filters, and orders, of one request. */
  @WithDefault("100")
  @Min(1) int filters();

  /** Values of one filter. */
  @WithDefault("10000")
  @Min(1) int filterValues();

  /** Exports of one batch. */
  @WithDefault("1000")
  @Min(1) int batch();

  /** Exports on one page of a list. */
  @WithDefault("1000")
  @Min(1) int page();

  /** The longest that {@code Prefer: wait} makes an answer wait; more is cut to it. */
  @WithDefault("5m")
  @WithName("wait")
  @DurationMin
  Duration longestWait();

  /**
   * The longest that a question about connections, buckets and tables takes with all its retries; a
   * person waits for its answer.
   */
  @WithDefault("20s")
  @DurationMin(millis = 1)
  Duration lookup();

  /** The longest that a body may take to arrive, counted from its request's head. */
  @WithDefault("30s")
  @DurationMin(millis = 1)
  Duration bodyTime();

  /** Event streams open, and requests waiting ({@code Prefer: wait}), at once in this process. */
  @WithDefault("5000")
  @Min(1) int watchers();

  /** Event streams open, and requests waiting, at once from one client address. */
  @WithDefault("250")
  @Min(1) int watchersPerClient();
}
