package io.sluice.simulation;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.journal.Checkpoint;
import io.sluice.journal.Journal;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The edge to the store, as one life of the process sees it. Changes of one id are applied in the
 * order they are asked for, those that wait together perhaps as one; between ids there is no order.
 * That something is durable may be told later, or never, where the process dies before.
 */
final class SimulatedJournal implements Journal {
  private final World world;
  private final Events events;
  private final Map<String, Deque<Change>> changes = new TreeMap<>();

  /** What is asked for an id (no checkpoint: forget it), and who waits for it. */
  private record Change(
      String id,
      Optional<Checkpoint> checkpoint,
      Map<String, byte[]> parts,
      UniEmitter<? super Void> waiting) {}

  SimulatedJournal(World world, Events events) {
    this.world = world;
    this.events = events;
  }

  @Override
  public <T> Uni<List<T>> load(Function<Checkpoint, T> each) {
    return events.later("load", () -> world.records().all().stream().map(each).toList());
  }

  @Override
  public Uni<Optional<Checkpoint>> find(String id) {
    return events.later("find " + name(id), () -> world.records().find(id));
  }

  @Override
  public Uni<byte[]> part(String name) {
    return Uni.createFrom().item(() -> world.records().part(name).orElseThrow(() -> gone(name)));
  }

  private static SluiceException gone(String name) {
    return new SluiceException(ErrorCode.JOURNAL_FAILED, "part " + name + " is not there");
  }

  @Override
  public Uni<Void> save(Checkpoint checkpoint, Map<String, byte[]> parts) {
    return change(checkpoint.id(), Optional.of(checkpoint), parts);
  }

  @Override
  public Uni<Void> remove(String id) {
    return change(id, Optional.empty(), Map.of());
  }

  private Uni<Void> change(String id, Optional<Checkpoint> checkpoint, Map<String, byte[]> parts) {
    return Uni.createFrom().emitter(waiting -> enqueue(new Change(id, checkpoint, parts, waiting)));
  }

  private void enqueue(Change change) {
    Deque<Change> queue = changes.computeIfAbsent(change.id(), id -> new ArrayDeque<>());
    queue.add(change);
    if (queue.size() == 1) {
      schedule(change.id());
    }
  }

  private void schedule(String id) {
    events.add("store " + name(id), () -> apply(id, changes.get(id)));
  }

  private void apply(String id, Deque<Change> queue) {
    Change change = queue.remove();
    if (world.happens(world.mix().failingSaves())) {
      world.say("store " + name(id) + " fails");
      next(id, queue);
      change.waiting().fail(new SluiceException(ErrorCode.DISK_FULL, "as it happens"));
      return;
    }
    keep(change);
    next(id, queue);
    if (world.happens(world.mix().lateAnswers())) {
      events.add("answer of store " + name(id), () -> change.waiting().complete(null));
    } else {
      change.waiting().complete(null);
    }
  }

  private void next(String id, Deque<Change> queue) {
    if (!queue.isEmpty()) {
      schedule(id);
    }
  }

  private void keep(Change change) {
    change
        .checkpoint()
        .ifPresentOrElse(
            checkpoint -> {
              world.say("store keeps " + name(checkpoint.id()) + " " + says(checkpoint));
              world.records().write(checkpoint, change.parts());
            },
            () -> {
              world.say("store forgets " + name(change.id()));
              world.records().remove(change.id());
            });
  }

  private static String says(Checkpoint checkpoint) {
    return "v" + checkpoint.version() + " " + Records.state(checkpoint);
  }

  /** The process dies: of what waits, some has become durable, and nobody is told. */
  void die() {
    changes
        .values()
        .forEach(
            queue -> {
              int applied = queue.isEmpty() ? 0 : world.random().nextInt(queue.size() + 1);
              queue.stream().limit(applied).forEach(this::keep);
            });
  }

  private String name(String id) {
    return world.ledger().name(id);
  }
}
