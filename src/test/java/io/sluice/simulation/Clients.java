package io.sluice.simulation;

import io.sluice.access.Caller;
import io.sluice.base.ExportId;
import io.sluice.base.SluiceException;
import io.sluice.export.accept.Batches.Order;
import io.sluice.export.model.Acceptance;
import io.sluice.export.model.Export;
import io.sluice.export.model.ExportFilter;
import io.sluice.export.model.ExportRequest;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Who calls, during one life of the process. */
final class Clients {
  private final World world;
  private final ExportRoom room;
  private final int life;
  private final List<Call> calls = new ArrayList<>();
  private final List<Watcher> watchers = new ArrayList<>();

  private List<Export> listed = List.of();
  private int called;

  /** A request whose answer is waited for. */
  static final class Call {
    private final String what;
    private final Runnable again;
    private Optional<Cancellable> subscription = Optional.empty();
    private boolean over;
    private String answer = "";

    Call(String what, Runnable again) {
      this.what = what;
      this.again = again;
    }

    /** What became of it; empty as long as nobody knows. */
    String answer() {
      return answer;
    }
  }

  Clients(World world, ExportRoom room, int life) {
    this.world = world;
    this.room = room;
    this.life = life;
  }

  /** Somebody does something. */
  void act() {
    switch (world.random().nextInt(16)) {
      case 0, 1, 2 -> post(Requests.plain(world.random()), Optional.empty());
      case 3, 4, 5 -> {
        Optional<String> key = Requests.key("k", world.random());
        post(Requests.keyed(key.get(), world.random()), key);
      }
      case 6 -> postBatch(Optional.empty());
      case 7, 8 -> postBatch(Requests.key("b", world.random()));
      case 9 -> dryRun();
      case 10, 11 -> disconnect();
      case 12 -> someExport().ifPresent(this::cancel);
      case 13 -> someExport().ifPresent(this::remove);
      case 14 -> someExport().ifPresent(this::watch);
      default -> sweepOrLeave();
    }
  }

  private void sweepOrLeave() {
    if (world.random().nextBoolean()) {
      sweep();
    } else if (!watchers.isEmpty()) {
      watchers.get(world.random().nextInt(watchers.size())).leave();
    }
  }

  Call post(ExportRequest request, Optional<String> key) {
    int now = world.step();
    return call(
        "POST " + request.table() + key.map(given -> " with " + given).orElse(""),
        room.submissions().submit(Caller.program(), request, key, Optional.empty()),
        accepted -> {
          world.say(
              "is told "
                  + accepted.how()
                  + " "
                  + world.ledger().name(accepted.export().id().value()));
          if (!accepted.export().request().table().equals(request.table())) {
            world.violated("a request is answered with another table's export");
          }
          world.ledger().accepted(accepted, key, now);
        },
        () -> post(request, key));
  }

  private void postBatch(Optional<String> key) {
    int now = world.step();
    List<ExportRequest> requests = Requests.batch(key, world.random());
    String digest = String.valueOf(requests.size());
    call(
        "POST batch of " + digest + key.map(given -> " with " + given).orElse(""),
        room.batches().submit(Caller.program(), new Order(digest, requests, Optional.empty()), key),
        accepted -> world.ledger().accepted(accepted.batch(), key, now),
        () -> postBatch(key));
  }

  /** What would become of some requests; those that are under way all the while must be named. */
  private void dryRun() {
    int now = world.step();
    List<ExportRequest> requests = Requests.batch(Optional.empty(), world.random());
    call(
        "dry run",
        room.exports().underWay(Caller.program(), requests),
        found -> check(requests, found, now));
  }

  private void check(List<ExportRequest> requests, List<Optional<ExportId>> found, int askedAt) {
    for (int i = 0; i < requests.size(); i++) {
      String table = requests.get(i).table().value();
      if (found.get(i).isEmpty() && world.ledger().isUnderWay(table, askedAt)) {
        world.violated("a dry run does not know that " + table + " is under way");
      }
      found
          .get(i)
          .map(id -> world.ledger().known(id.value()))
          .filter(known -> !known.table.isEmpty())
          .filter(known -> !known.table.equals(table) || known.endedBefore(askedAt))
          .ifPresent(other -> world.violated("a dry run names " + other.name + " for " + table));
    }
  }

  private void cancel(String id) {
    int now = world.step();
    call(
        "DELETE " + world.ledger().name(id),
        room.exports().cancel(Caller.program(), ExportId.parse(id)),
        export -> {
          world.say("is told " + world.ledger().name(id) + " " + export.state().label());
          if (export.active() && !export.cancelRequested()) {
            world.violated(world.ledger().name(id) + " goes on after it was cancelled");
          }
          world.ledger().answered(export, now);
        });
  }

  private void remove(String id) {
    world.ledger().removing(id);
    call(
        "remove " + world.ledger().name(id),
        room.exports().remove(Caller.program(), ExportId.parse(id)),
        done -> world.ledger().removed(id));
  }

  void watch(String id) {
    world.say("somebody watches " + world.ledger().name(id));
    watchers.add(
        new Watcher(world, life, id, room.exports().watch(Caller.program(), ExportId.parse(id))));
  }

  void sweep() {
    call("sweep", room.sweep(), done -> {});
  }

  /** Asks for all exports that are kept. */
  void list() {
    call(
        "list",
        room.exports().page(Caller.program(), ExportFilter.ALL, Optional.empty(), 10_000),
        all -> listed = all);
  }

  /** The last list. */
  List<Export> listed() {
    return listed;
  }

  private void disconnect() {
    List<Call> open = open();
    if (!open.isEmpty()) {
      Call call = open.get(world.random().nextInt(open.size()));
      world.say("who asked for " + call.what + " leaves");
      call.over = true;
      call.subscription.ifPresent(Cancellable::cancel);
      if (world.random().nextBoolean()) {
        call.again.run();
      }
    }
  }

  private Optional<String> someExport() {
    List<String> ids = world.ledger().ids();
    return ids.isEmpty()
        ? Optional.empty()
        : Optional.of(ids.get(world.random().nextInt(ids.size())));
  }

  private <T> Call call(String what, Uni<T> answer, Consumer<T> then) {
    return call(what, answer, then, () -> {});
  }

  /**
   * @param again what somebody may do who did not wait for the answer
   */
  private <T> Call call(String what, Uni<T> answer, Consumer<T> then, Runnable again) {
    Call call = new Call(what + " #" + ++called, again);
    world.say(call.what);
    calls.add(call);
    call.subscription =
        Optional.of(
            answer
                .subscribe()
                .with(
                    given -> {
                      call.over = true;
                      world.say("answer to " + call.what);
                      call.answer =
                          given instanceof Acceptance accepted ? accepted.how().name() : "done";
                      then.accept(given);
                    },
                    failure -> failed(call, failure)));
    return call;
  }

  private void failed(Call call, Throwable failure) {
    call.over = true;
    if (failure instanceof SluiceException known) {
      call.answer = known.code().name();
      world.say("answer to " + call.what + ": " + known.code());
    } else {
      Stream.of(failure.getStackTrace()).limit(12).forEach(at -> world.say("  at " + at));
      world.violated(call.what + " is answered with " + failure);
    }
  }

  private List<Call> open() {
    calls.removeIf(call -> call.over);
    return calls;
  }

  /** What is waited for still: nothing, once all is quiet. */
  List<String> waiting() {
    List<String> waiting = new ArrayList<>(open().stream().map(call -> call.what).toList());
    watchers.stream().filter(w -> !w.done()).forEach(w -> waiting.add("watcher of " + w.name()));
    return waiting;
  }
}
