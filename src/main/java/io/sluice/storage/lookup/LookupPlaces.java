package io.sluice.storage.lookup;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.base.Timekeeper;
import io.sluice.storage.wire.CancellableCall;
import io.sluice.storage.wire.StorageConfig;
import io.smallrye.faulttolerance.api.Guard;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.util.TypeLiteral;
import java.time.Duration;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;

/** The bulkhead of one connection's lookups; one more than may wait is refused. */
public final class LookupPlaces {
  private static final Duration BEFORE_ANOTHER_TRY = Duration.ofSeconds(1);

  private final String connection;
  private final Duration limit;
  private final Timekeeper timekeeper;
  private final Guard guard;

  public LookupPlaces(String connection, StorageConfig.Lookup config, Timekeeper timekeeper) {
    this.connection = connection;
    this.limit = config.limit();
    this.timekeeper = timekeeper;
    this.guard =
        Guard.create()
            .withDescription("lookups of connection " + connection)
            .withThreadOffload(false)
            .withBulkhead()
            .limit(config.parallel())
            .queueSize(config.waiting())
            .done()
            .build();
  }

  /** Waits for a place and asks; {@code queue-full} where too many wait already. */
  <T> Uni<T> hold(Supplier<Uni<T>> lookup) {
    return Uni.createFrom().deferred(() -> inTime(held(lookup)));
  }

  private <T> Uni<T> held(Supplier<Uni<T>> lookup) {
    CancellableCall<T> call = new CancellableCall<>(lookup);
    return guard
        .get(call::start, new TypeLiteral<Uni<T>>() {})
        .onCancellation()
        .invoke(call::cancel)
        .onFailure(BulkheadException.class)
        .transform(full -> tooMany());
  }

  private <T> Uni<T> inTime(Uni<T> lookup) {
    return Uni.combine()
        .any()
        .of(lookup, timekeeper.sleep(limit).chain(() -> Uni.createFrom().failure(this::tooLate)));
  }

  private SluiceException tooMany() {
    return new SluiceException(
            ErrorCode.QUEUE_FULL,
            "As many lookups of connection "
                + connection
                + " wait as sluice.storage.lookup.waiting allows; ask again later")
        .retryAfter(BEFORE_ANOTHER_TRY);
  }

  private SluiceException tooLate() {
    return new SluiceException(
        ErrorCode.STORAGE_UNAVAILABLE,
        "The Storage API of connection "
            + connection
            + " did not answer a lookup within sluice.storage.lookup.limit ("
            + limit.toSeconds()
            + " s); ask again later");
  }
}
