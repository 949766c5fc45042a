package io.sluice.cloud;

import io.sluice.base.Timekeeper;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Renews access by asking for the file again (storage-api.md 9): shortly before it ends, and when
 * it was refused. However many slices ask at once, one renewal is made for all.
 */
public final class RefreshingCredentials implements CredentialsProvider {
  /** Access that lives shorter than ten times the margin is renewed in its last tenth. */
  private static final int LAST_PART = 10;

  private record Held(CloudCredentials access, Instant since) {}

  private final Supplier<Uni<CloudCredentials>> renewal;
  private final Timekeeper timekeeper;
  private final Duration margin;
  private final Object lock = new Object();
  private Held held;
  private Optional<Uni<CloudCredentials>> underWay = Optional.empty();

  /**
   * @param first what the file's detail gave just now
   * @param renewal asks for the file's detail once more
   * @param margin how long before its end access is renewed
   */
  public RefreshingCredentials(
      CloudCredentials first,
      Supplier<Uni<CloudCredentials>> renewal,
      Timekeeper timekeeper,
      Duration margin) {
    this.renewal = renewal;
    this.timekeeper = timekeeper;
    this.margin = margin;
    this.held = new Held(first, timekeeper.now());
  }

  @Override
  public Uni<CloudCredentials> current() {
    return Uni.createFrom().deferred(this::valid);
  }

  @Override
  public Uni<CloudCredentials> replace(CloudCredentials refused) {
    return Uni.createFrom().deferred(() -> otherThan(refused));
  }

  private Uni<CloudCredentials> valid() {
    synchronized (lock) {
      Held now = held;
      if (!endsSoon(now)) {
        return Uni.createFrom().item(now.access());
      }
      return ended(now) ? renew() : renew().onFailure().recoverWithItem(now.access());
    }
  }

  private Uni<CloudCredentials> otherThan(CloudCredentials refused) {
    synchronized (lock) {
      boolean renewedMeanwhile = !held.access().equals(refused);
      return renewedMeanwhile ? Uni.createFrom().item(held.access()) : renew();
    }
  }

  /** Under the lock; the renewal itself starts later, when the first asker subscribes. */
  private Uni<CloudCredentials> renew() {
    if (underWay.isEmpty()) {
      underWay =
          Optional.of(
              Uni.createFrom()
                  .deferred(() -> renewal.get())
                  .onItemOrFailure()
                  .invoke((access, failure) -> settle(Optional.ofNullable(access)))
                  .memoize()
                  .indefinitely());
    }
    return underWay.get();
  }

  private void settle(Optional<CloudCredentials> access) {
    synchronized (lock) {
      access.ifPresent(renewed -> held = new Held(renewed, timekeeper.now()));
      underWay = Optional.empty();
    }
  }

  private boolean endsSoon(Held now) {
    return now.access()
        .expiresAt()
        .map(end -> !timekeeper.now().isBefore(end.minus(marginOf(now, end))))
        .orElse(false);
  }

  private boolean ended(Held now) {
    return now.access().expiresAt().map(end -> !timekeeper.now().isBefore(end)).orElse(false);
  }

  private Duration marginOf(Held now, Instant end) {
    Duration part = Duration.between(now.since(), end).dividedBy(LAST_PART);
    return part.compareTo(margin) < 0 ? part : margin;
  }
}
