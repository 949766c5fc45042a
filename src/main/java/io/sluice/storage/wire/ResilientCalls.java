package io.sluice.storage.wire;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.base.Timekeeper;
import io.smallrye.faulttolerance.api.Guard;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.util.TypeLiteral;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.jboss.logging.Logger;

/**
 * Tries requests of one connection again (storage-api.md 7): those that fail with a {@link
 * RetryableFailure}, up to a number of tries and a deadline. The circuit breaker underneath leaves
 * a stack alone that keeps failing; requests that meet it open wait like others.
 */
public final class ResilientCalls {
  private static final Logger LOG = Logger.getLogger(ResilientCalls.class);

  private final Guard guard;
  private final String connection;
  private final Duration deadline;
  private final Duration pause;
  private final Timekeeper timekeeper;

  private ResilientCalls(
      Guard guard, String connection, StorageConfig config, Timekeeper timekeeper) {
    this.guard = guard;
    this.connection = connection;
    this.deadline = config.retry().deadline();
    this.pause = config.circuit().pause();
    this.timekeeper = timekeeper;
  }

  /** For the Storage API itself. */
  public static ResilientCalls withCircuit(
      String connection, StorageConfig config, Timekeeper timekeeper) {
    return withCircuit(connection, config, config.retry().tries(), timekeeper);
  }

  /** For callers' questions: fewer tries, and a circuit that is not the exports'. */
  public static ResilientCalls ofLookups(
      String connection, StorageConfig config, Timekeeper timekeeper) {
    return withCircuit(connection, config, config.lookup().tries(), timekeeper);
  }

  private static ResilientCalls withCircuit(
      String connection, StorageConfig config, int tries, Timekeeper timekeeper) {
    StorageConfig.Circuit circuit = config.circuit();
    Guard guard =
        retrying(connection, config, tries)
            .withCircuitBreaker()
            .when(failure -> failure instanceof RetryableFailure f && f.serviceDown())
            .requestVolumeThreshold(circuit.requests())
            .failureRatio(circuit.failureRatio())
            .delay(circuit.pause().toMillis(), ChronoUnit.MILLIS)
            .done()
            .build();
    return new ResilientCalls(guard, connection, config, timekeeper);
  }

  /** For the clouds: one object's failures say nothing of the next one's. */
  public static ResilientCalls withoutCircuit(
      String connection, StorageConfig config, Timekeeper timekeeper) {
    Guard guard = retrying(connection, config, config.retry().tries()).build();
    return new ResilientCalls(guard, connection, config, timekeeper);
  }

  private static Guard.Builder retrying(String connection, StorageConfig config, int tries) {
    StorageConfig.Retry retry = config.retry();
    return Guard.create()
        .withDescription("storage connection " + connection)
        .withThreadOffload(false)
        .withRetry()
        .maxRetries(tries - 1)
        .maxDuration(Math.max(1, retry.deadline().toMillis()), ChronoUnit.MILLIS)
        .delay(0, ChronoUnit.MILLIS)
        .jitter(0, ChronoUnit.MILLIS)
        .retryOn(List.of(RetryableFailure.class, CircuitBreakerOpenException.class))
        .withCustomBackoff()
        .strategy(() -> new RetryAfterBackoff(retry.initial(), retry.max()))
        .done()
        .beforeRetry(
            failure -> {
              StorageMeters.retried(failure);
              LOG.infof(
                  "trying a request again: connection=%s failure=%s",
                  connection, failure.getMessage());
            })
        .done();
  }

  /** Makes the request, again where that helps. Cancelling cancels the try that is under way. */
  public <T> Uni<T> call(Supplier<Uni<T>> request) {
    return Uni.createFrom().deferred(() -> guarded(request));
  }

  private <T> Uni<T> guarded(Supplier<Uni<T>> request) {
    Instant end = timekeeper.now().plus(deadline);
    CancellableCall<T> call =
        new CancellableCall<>(
            () ->
                request.get().onFailure(f -> tooLate(f, end)).transform(ResilientCalls::reported));
    return guard
        .get(call::start, new TypeLiteral<Uni<T>>() {})
        .onCancellation()
        .invoke(call::cancel)
        .onFailure(CircuitBreakerOpenException.class)
        .transform(open -> circuitOpen())
        .onFailure(RetryableFailure.class)
        .transform(ResilientCalls::reported);
  }

  private boolean tooLate(Throwable failure, Instant end) {
    return failure instanceof RetryableFailure retryable
        && retryable
            .failure()
            .retryAfter()
            .map(wait -> timekeeper.now().plus(wait).isAfter(end))
            .orElse(false);
  }

  private static Throwable reported(Throwable failure) {
    return failure instanceof RetryableFailure retryable ? retryable.failure() : failure;
  }

  private SluiceException circuitOpen() {
    return new SluiceException(
            ErrorCode.STORAGE_UNAVAILABLE,
            "The Storage API of connection "
                + connection
                + " failed too often lately and is left alone for "
                + pause.toSeconds()
                + " s; try again later")
        .retryAfter(pause);
  }
}
