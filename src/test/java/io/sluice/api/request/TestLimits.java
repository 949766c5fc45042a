package io.sluice.api.request;

import java.time.Duration;

/** Small limits, so that tests reach them. */
public class TestLimits implements RequestLimitsConfig {
  @Override
  public int columns() {
    return 3;
  }

  @Override
  public int filters() {
    return 2;
  }

  @Override
  public int filterValues() {
    return 3;
  }

  @Override
  public int batch() {
    return 3;
  }

  @Override
  public int page() {
    return 10;
  }

  @Override
  public Duration longestWait() {
    return Duration.ofSeconds(2);
  }

  @Override
  public Duration bodyTime() {
    return Duration.ofSeconds(30);
  }

  @Override
  public Duration lookup() {
    return Duration.ofSeconds(2);
  }

  @Override
  public int watchers() {
    return 3;
  }

  @Override
  public int watchersPerClient() {
    return 2;
  }
}
