package io.sluice.simulation;

import io.sluice.export.model.Export;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.Cancellable;
import java.util.Optional;

/**
 * Somebody who watches one export: each thing is newer than the one before, the last is the end.
 */
final class Watcher {
  private final World world;
  private final int life;
  private final String id;
  private final Cancellable subscription;
  private Optional<Export> last = Optional.empty();
  private boolean done;

  Watcher(World world, int life, String id, Multi<Export> export) {
    this.world = world;
    this.life = life;
    this.id = id;
    this.subscription = export.subscribe().with(this::told, this::failed, this::completed);
  }

  private void told(Export export) {
    if (last.filter(before -> before.version() >= export.version()).isPresent()) {
      world.violated(
          "a watcher of %s is told v%d after v%d"
              .formatted(name(), export.version(), last.get().version()));
    }
    last = Optional.of(export);
    world.ledger().streamed(export, life);
  }

  private void completed() {
    done = true;
    if (last.filter(Export::active).isPresent() && !world.ledger().known(id).removing) {
      world.violated("a watcher of " + name() + " is told no end");
    }
  }

  private void failed(Throwable failure) {
    done = true;
    world.say("a watcher of " + name() + " hears of " + failure.getClass().getSimpleName());
  }

  void leave() {
    done = true;
    subscription.cancel();
  }

  boolean done() {
    return done;
  }

  String name() {
    return world.ledger().name(id);
  }
}
