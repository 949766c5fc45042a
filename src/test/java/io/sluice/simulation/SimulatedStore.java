package io.sluice.simulation;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.store.Changes;
import io.sluice.store.ExportStore;
import io.sluice.store.Filter;
import io.sluice.store.Insertion;
import io.sluice.store.Newcomer;
import io.sluice.store.Row;
import io.sluice.store.SaveOutcome;
import io.sluice.store.file.MemoryStore;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The edge to the store, as one life of the process sees it. Everything takes its time, in any
 * order; what is begun goes to its end, whoever waits. That something is durable may be told later,
 * or never where the process dies before, and a failure may have kept what was asked.
 */
final class SimulatedStore implements ExportStore, Changes {
  private final World world;
  private final Events events;
  private final int life;
  private final MemoryStore truth;
  private final List<Operation<?>> underWay = new ArrayList<>();

  /** What a failed save left on the disk: nobody sees it before the next start. */
  private final Map<String, Row> hidden = new TreeMap<>();

  /** A change that is asked for. */
  private abstract static class Operation<T> {
    abstract T apply(boolean sure);

    /** It fails on a disk, which also refuses to take it back. */
    void leave() {}

    /** The process dies meanwhile. */
    void cut() {
      apply(true);
    }
  }

  SimulatedStore(World world, Events events, int life) {
    this.world = world;
    this.life = life;
    this.events = events;
    this.truth = new MemoryStore(world.records().kept());
  }

  MemoryStore truth() {
    return truth;
  }

  @Override
  public Uni<Void> open() {
    return events.later("open", () -> null);
  }

  @Override
  public Uni<Insertion> insert(List<Newcomer> newcomers) {
    String names = newcomers.stream().map(one -> name(one.row())).collect(Collectors.joining(" "));
    return change(
        "insert " + names,
        new Operation<>() {
          @Override
          Insertion apply(boolean sure) {
            return inserted(newcomers, sure);
          }

          @Override
          void leave() {
            inserted(some(), false);
          }

          @Override
          void cut() {
            inserted(some(), true);
          }

          /** Rows are written in order. */
          private List<Newcomer> some() {
            return newcomers.subList(0, world.random().nextInt(newcomers.size() + 1));
          }
        });
  }

  private Insertion inserted(List<Newcomer> newcomers, boolean sure) {
    Insertion insertion = truth.insert(newcomers).await().indefinitely();
    if (insertion instanceof Insertion.Stored stored) {
      newcomers.stream()
          .filter(one -> stored.ids().contains(one.row().id()))
          .forEach(one -> world.records().inserted(one, sure));
    }
    world.say("store inserts " + insertion.getClass().getSimpleName());
    return insertion;
  }

  @Override
  public Uni<Optional<Row>> find(String id) {
    return ask(
        "find " + world.ledger().name(id),
        () -> {
          world.records().found(id);
          return truth.find(id).await().indefinitely();
        });
  }

  @Override
  public Uni<List<Row>> findByKey(Optional<String> owner, String key) {
    return read("find by key " + key, truth.findByKey(owner, key));
  }

  @Override
  public Uni<Map<String, String>> findUnderWay(Collection<String> digests) {
    return read("find under way", truth.findUnderWay(digests));
  }

  @Override
  public Uni<List<Row>> page(Filter filter, Optional<String> after, int limit) {
    return read("page", truth.page(filter, after, limit));
  }

  @Override
  public Uni<List<String>> ids(Filter filter) {
    return read("ids", truth.ids(filter));
  }

  @Override
  public Uni<List<String>> outdated() {
    return read("outdated", truth.outdated());
  }

  @Override
  public Uni<Map<String, Long>> count(Filter filter) {
    return events.later("count", () -> truth.count(filter).await().indefinitely());
  }

  @Override
  public Uni<SaveOutcome> save(Row row, long before) {
    return save(row, before, Map.of());
  }

  @Override
  public Uni<SaveOutcome> save(Row row, long before, Map<String, byte[]> parts) {
    return change(
        "save " + name(row) + " v" + row.version() + " " + row.labels().state(),
        new Operation<>() {
          @Override
          SaveOutcome apply(boolean sure) {
            SaveOutcome outcome = truth.save(row, before, parts).await().indefinitely();
            world.records().saved(row, outcome, life, sure);
            hidden.remove(row.id());
            return outcome;
          }

          @Override
          void leave() {
            hidden.put(row.id(), row);
          }
        });
  }

  @Override
  public Uni<byte[]> part(String name) {
    return truth.part(name);
  }

  @Override
  public Uni<Void> remove(String id) {
    return change(
        "forget " + world.ledger().name(id),
        new Operation<>() {
          @Override
          Void apply(boolean sure) {
            world.records().removed(id);
            hidden.remove(id);
            return truth.remove(id).await().indefinitely();
          }
        });
  }

  @Override
  public Multi<Change> changes() {
    return truth.changes();
  }

  private <T> Uni<T> read(String what, Uni<T> answer) {
    return ask(what, () -> answer.await().indefinitely());
  }

  private <T> Uni<T> ask(String what, Supplier<T> answer) {
    return events.later(
        what,
        () -> {
          if (world.mix().database() && world.happens(world.mix().failingReads())) {
            world.say("fails: " + what);
            throw new SluiceException(ErrorCode.JOURNAL_FAILED, "as it happens");
          }
          return answer.get();
        });
  }

  private <T> Uni<T> change(String what, Operation<T> operation) {
    return Uni.createFrom()
        .emitter(
            waiting -> {
              underWay.add(operation);
              events.add(what, () -> run(what, operation, waiting));
            });
  }

  private <T> void run(String what, Operation<T> operation, UniEmitter<? super T> waiting) {
    underWay.remove(operation);
    if (world.happens(world.mix().failingSaves())) {
      world.say("fails: " + what);
      if (world.happens(world.mix().unsureSaves())) {
        world.say("and is kept all the same");
        fail(operation);
      }
      waiting.fail(new SluiceException(ErrorCode.DISK_FULL, "as it happens"));
      return;
    }
    T outcome = operation.apply(true);
    if (world.happens(world.mix().lateAnswers())) {
      events.add("answer to " + what, () -> waiting.complete(outcome));
    } else {
      waiting.complete(outcome);
    }
  }

  private void fail(Operation<?> operation) {
    if (world.mix().database()) {
      operation.apply(false);
    } else {
      operation.leave();
    }
  }

  /** The process dies: of what is under way, some becomes durable, and nobody is told. */
  void die() {
    truth.die();
    underWay.stream().filter(any -> world.random().nextBoolean()).toList().forEach(Operation::cut);
    hidden.values().stream().filter(any -> world.random().nextBoolean()).forEach(this::show);
  }

  private void show(Row row) {
    Optional<Row> before = truth.find(row.id()).await().indefinitely();
    if (before.isPresent()) {
      SaveOutcome outcome = truth.save(row, before.get().version()).await().indefinitely();
      world.records().saved(row, outcome, life, false);
    }
  }

  private String name(Row row) {
    return world.ledger().name(row.id());
  }
}
