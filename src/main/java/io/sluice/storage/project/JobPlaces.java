package io.sluice.storage.project;

import io.sluice.storage.wire.CancellableCall;
import io.smallrye.faulttolerance.api.Guard;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.util.TypeLiteral;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The bulkhead of one connection. A Storage job takes one of the project's places from its start to
 * its end, so what is guarded is that whole span and not the request that starts it. The number of
 * places is the project's own {@code storage.jobsParallelism} (storage-api.md 8).
 */
public final class JobPlaces {
  private record Bulkhead(int places, Guard guard) {}

  private final String connection;
  private Optional<Bulkhead> bulkhead = Optional.empty();
  private Optional<Uni<Void>> asked = Optional.empty();

  public JobPlaces(String connection) {
    this.connection = connection;
  }

  /** Has the number of places asked for where it is not known: once, whoever needs it meanwhile. */
  synchronized Uni<Void> learn(Supplier<Uni<Void>> ask) {
    if (bulkhead.isPresent()) {
      return Uni.createFrom().voidItem();
    }
    Uni<Void> answer =
        asked.orElseGet(
            () -> ask.get().onTermination().invoke(this::answered).memoize().indefinitely());
    asked = Optional.of(answer);
    return answer;
  }

  private synchronized void answered() {
    asked = Optional.empty();
  }

  /** Another number replaces the bulkhead; spans that are under way end in the old one. */
  synchronized void follow(int places) {
    if (bulkhead.isEmpty() || bulkhead.get().places() != places) {
      bulkhead = Optional.of(new Bulkhead(places, guard(places)));
    }
  }

  /** Waits for a place, first come first served, and holds it until the work has ended. */
  <T> Uni<T> hold(Supplier<Uni<T>> work) {
    return Uni.createFrom().deferred(() -> held(work));
  }

  /** Holds a place, when there is one, until it is cancelled. */
  Uni<Void> take() {
    return hold(() -> Uni.createFrom().nothing());
  }

  private <T> Uni<T> held(Supplier<Uni<T>> work) {
    CancellableCall<T> call = new CancellableCall<>(work);
    return current()
        .get(call::start, new TypeLiteral<Uni<T>>() {})
        .onCancellation()
        .invoke(call::cancel);
  }

  private synchronized Guard current() {
    return bulkhead.orElseThrow().guard();
  }

  private Guard guard(int places) {
    return Guard.create()
        .withDescription("storage jobs of connection " + connection)
        .withThreadOffload(false)
        .withBulkhead()
        .limit(places)
        .queueSize(Integer.MAX_VALUE - places)
        .done()
        .build();
  }
}
