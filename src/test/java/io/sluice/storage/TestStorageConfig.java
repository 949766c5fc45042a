package io.sluice.storage;

import io.quarkus.runtime.configuration.MemorySize;
import java.math.BigInteger;
import java.time.Duration;

/** Settings for plain tests: the shape of the defaults, with waits of milliseconds. */
record TestStorageConfig(Duration requestTimeout, Retry retry, Circuit circuit)
    implements StorageConfig {

  static TestStorageConfig quick() {
    return new TestStorageConfig(
        Duration.ofSeconds(5),
        new TestRetry(5, Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofSeconds(30)),
        new TestCircuit(1000, 1, Duration.ofMillis(50)));
  }

  TestStorageConfig retrying(int tries, Duration deadline) {
    return new TestStorageConfig(
        requestTimeout, new TestRetry(tries, retry.initial(), retry.max(), deadline), circuit);
  }

  TestStorageConfig breaking(int requests, double failureRatio, Duration pause) {
    return new TestStorageConfig(
        requestTimeout, retry, new TestCircuit(requests, failureRatio, pause));
  }

  TestStorageConfig timingOut(Duration timeout) {
    return new TestStorageConfig(timeout, retry, circuit);
  }

  @Override
  public Duration connectTimeout() {
    return Duration.ofSeconds(2);
  }

  @Override
  public MemorySize maxAnswer() {
    return new MemorySize(BigInteger.valueOf(1_000_000));
  }

  @Override
  public int connections() {
    return 32;
  }

  @Override
  public boolean allowPlainHttp() {
    return false;
  }

  private record TestRetry(int tries, Duration initial, Duration max, Duration deadline)
      implements Retry {}

  private record TestCircuit(int requests, double failureRatio, Duration pause)
      implements Circuit {}
}
