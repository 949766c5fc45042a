package io.sluice.simulation;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.store.Claims;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;

/** Claims in a database that several processes share: asked for over a network, which may fail. */
final class SimulatedClaims implements Claims {
  private final World world;
  private final Events events;
  private final Claims truth;

  SimulatedClaims(World world, Events events, Claims truth) {
    this.world = world;
    this.events = events;
    this.truth = truth;
  }

  @Override
  public Uni<Optional<Claim>> claim(String id, String holder, Duration time) {
    return ask("claim " + name(id), truth.claim(id, holder, time));
  }

  @Override
  public Uni<Boolean> renew(Claim claim, Duration time) {
    return ask("renew " + name(claim.id()), truth.renew(claim, time));
  }

  @Override
  public Uni<Void> release(Claim claim) {
    return ask("release " + name(claim.id()), truth.release(claim));
  }

  private <T> Uni<T> ask(String what, Uni<T> answer) {
    return events.later(
        what,
        () -> {
          if (world.happens(world.mix().failingSaves())) {
            world.say("fails: " + what);
            if (world.happens(world.mix().unsureSaves())) {
              world.say("and is done all the same");
              answer.await().indefinitely();
            }
            throw new SluiceException(ErrorCode.JOURNAL_FAILED, "as it happens");
          }
          return answer.await().indefinitely();
        });
  }

  private String name(String id) {
    return world.ledger().name(id);
  }
}
