package io.sluice.store.file;

import io.sluice.base.Timekeeper;
import io.sluice.store.Claims;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Claims of a process that shares its data directory with nobody: they live as long as it does. A
 * row's fence is durable with its next save.
 */
@ApplicationScoped
public class LocalClaims implements Claims {
  private record Held(Claim claim, Instant until) {}

  private final RowIndex index;
  private final Timekeeper time;
  private final Map<String, Held> held = new HashMap<>();

  public LocalClaims(RowIndex index, Timekeeper time) {
    this.index = index;
    this.time = time;
  }

  @Override
  public Uni<Optional<Claim>> claim(String id, String holder, Duration life) {
    return Uni.createFrom().item(() -> claimNow(id, holder, life));
  }

  @Override
  public Uni<Boolean> renew(Claim claim, Duration life) {
    return Uni.createFrom().item(() -> renewNow(claim, life));
  }

  @Override
  public Uni<Void> release(Claim claim) {
    return Uni.createFrom().voidItem().invoke(() -> releaseNow(claim));
  }

  private synchronized Optional<Claim> claimNow(String id, String holder, Duration life) {
    Held known = held.get(id);
    if (known != null
        && !known.claim().holder().equals(holder)
        && time.now().isBefore(known.until())) {
      return Optional.empty();
    }
    return index.nextFence(id).stream()
        .mapToObj(fence -> hold(new Claim(id, holder, fence), life))
        .findFirst();
  }

  private synchronized boolean renewNow(Claim claim, Duration life) {
    Held known = held.get(claim.id());
    if (known == null || !known.claim().equals(claim)) {
      return false;
    }
    if (!index.knows(claim.id())) { // it was removed
      held.remove(claim.id());
      return false;
    }
    hold(claim, life);
    return true;
  }

  private synchronized void releaseNow(Claim claim) {
    held.computeIfPresent(claim.id(), (id, known) -> known.claim().equals(claim) ? null : known);
  }

  private Claim hold(Claim claim, Duration life) {
    held.put(claim.id(), new Held(claim, time.now().plus(life)));
    return claim;
  }
}
