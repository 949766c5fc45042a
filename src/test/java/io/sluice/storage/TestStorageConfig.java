package io.sluice.storage;

import io.quarkus.runtime.configuration.MemorySize;
import io.sluice.storage.wire.StorageConfig;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Settings for plain tests: the shape of the defaults, with waits of milliseconds. */
record TestStorageConfig(
    Duration requestTimeout,
    Retry retry,
    Circuit circuit,
    Lookup lookup,
    Optional<Path> trustedCertificates)
    implements StorageConfig {

  static TestStorageConfig quick() {
    return new TestStorageConfig(
        Duration.ofSeconds(5),
        new TestRetry(5, Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofSeconds(30)),
        new TestCircuit(1000, 1, Duration.ofMillis(50)),
        new TestLookup(100, new MemorySize(BigInteger.valueOf(100_000))),
        Optional.empty());
  }

  TestStorageConfig retrying(int tries, Duration deadline) {
    return new TestStorageConfig(
        requestTimeout,
        new TestRetry(tries, retry.initial(), retry.max(), deadline),
        circuit,
        lookup,
        trustedCertificates);
  }

  TestStorageConfig breaking(int requests, double failureRatio, Duration pause) {
    return new TestStorageConfig(
        requestTimeout,
        retry,
        new TestCircuit(requests, failureRatio, pause),
        lookup,
        trustedCertificates);
  }

  TestStorageConfig timingOut(Duration timeout) {
    return new TestStorageConfig(timeout, retry, circuit, lookup, trustedCertificates);
  }

  TestStorageConfig keeping(int answers, long bytes) {
    return new TestStorageConfig(
        requestTimeout,
        retry,
        circuit,
        new TestLookup(answers, new MemorySize(BigInteger.valueOf(bytes))),
        trustedCertificates);
  }

  TestStorageConfig trusting(Path certificates) {
    return new TestStorageConfig(requestTimeout, retry, circuit, lookup, Optional.of(certificates));
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

  /** The defaults but for what is kept. */
  private record TestLookup(int keptAnswers, MemorySize keptBytes) implements Lookup {
    @Override
    public Duration keep() {
      return Duration.ofSeconds(10);
    }

    @Override
    public int parallel() {
      return 4;
    }

    @Override
    public int waiting() {
      return 16;
    }

    @Override
    public int tries() {
      return 3;
    }

    @Override
    public Duration limit() {
      return Duration.ofSeconds(30);
    }
  }

  private record TestCircuit(int requests, double failureRatio, Duration pause)
      implements Circuit {}
}
