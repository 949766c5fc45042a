package io.sluice.storage;

import io.quarkus.runtime.configuration.MemorySize;
import io.sluice.storage.wire.StorageConfig;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Settings for plain tests: the shape of the defaults, with waits of milliseconds. */
record TestStorageConfig(
    Duration requestTimeout, Retry retry, Circuit circuit, Optional<Path> trustedCertificates)
    implements StorageConfig {

  static TestStorageConfig quick() {
    return new TestStorageConfig(
        Duration.ofSeconds(5),
        new TestRetry(5, Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofSeconds(30)),
        new TestCircuit(1000, 1, Duration.ofMillis(50)),
        Optional.empty());
  }

  TestStorageConfig retrying(int tries, Duration deadline) {
    return new TestStorageConfig(
        requestTimeout,
        new TestRetry(tries, retry.initial(), retry.max(), deadline),
        circuit,
        trustedCertificates);
  }

  TestStorageConfig breaking(int requests, double failureRatio, Duration pause) {
    return new TestStorageConfig(
        requestTimeout, retry, new TestCircuit(requests, failureRatio, pause), trustedCertificates);
  }

  TestStorageConfig timingOut(Duration timeout) {
    return new TestStorageConfig(timeout, retry, circuit, trustedCertificates);
  }

  TestStorageConfig trusting(Path certificates) {
    return new TestStorageConfig(requestTimeout, retry, circuit, Optional.of(certificates));
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
  public MemorySize maxList() {
    return new MemorySize(BigInteger.valueOf(70_000_000));
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
