package io.sluice.simulation;

import io.sluice.base.SluiceException;
import io.sluice.export.accept.Batches.Order;
import io.sluice.export.model.Export;
import io.sluice.export.model.ExportRequest;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Who calls, during one life of the process. */
final class Clients {
  private final World world;
  private final ExportRoom room;
  private final List<Call> calls = new ArrayList<>();
  private final List<Watcher> watchers = new ArrayList<>();
  private int called;

  /** A request whose answer is waited for. */
  private static final class Call {
    private final String what;
    private final Runnable again;
    private Optional<Cancellable> subscription = Optional.empty();
    private boolean over;

    Call(String what, Runnable again) {
      this.what = what;
      this.again = again;
    }
  }

  Clients(World world, ExportRoom room) {
    this.world = world;
    this.room = room;
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

  void post(ExportRequest request, Optional<String> key) {
    int now = world.step();
    call(
        "POST " + request.table() + key.map(given -> " with " + given).orElse(""),
        room.submissions().submit(request, key, Optional.empty()),
        accepted -> {
          world.say(
              "is told " + accepted.how() + " " + world.ledger().name(accepted.export().id()));
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
        room.batches().submit(new Order(digest, requests, Optional.empty()), key),
        accepted -> world.ledger().accepted(accepted.batch(), key, now),
        () -> postBatch(key));
  }

  /** What would become of some requests; those that are under way all the while must be named. */
  private void dryRun() {
    List<ExportRequest> requests =
        new ArrayList<>(Requests.batch(Optional.empty(), world.random()));
    requests.add(Requests.plain(world.random()));
    call("dry run", room.exports().underWay(requests), found -> check(requests, found));
  }

  private void check(List<ExportRequest> requests, Map<ExportRequest, Export> found) {
    found.forEach(
        (request, export) -> {
          if (!export.active() || !export.request().table().equals(request.table())) {
            world.violated("a dry run names what is not under way");
          }
        });
    List<String> missing =
        requests.stream()
            .filter(request -> !found.containsKey(request))
            .map(ExportRequest::table)
            .filter(world.ledger()::isUnderWay)
            .toList();
    if (!missing.isEmpty()) {
      world.violated("a dry run does not know that these are under way: " + missing);
    }
  }

  private void cancel(String id) {
    call(
        "DELETE " + world.ledger().name(id),
        room.exports().cancel(id),
        export -> {
          world.say("is told " + world.ledger().name(id) + " " + export.state().label());
          if (export.active()) {
            world.violated(world.ledger().name(id) + " goes on after it was cancelled");
          }
          world.ledger().told(export);
        });
  }

  private void remove(String id) {
    world.ledger().removing(id);
    call(
        "remove " + world.ledger().name(id),
        room.exports().remove(id),
        done -> world.ledger().removed(id));
  }

  void watch(String id) {
    world.say("somebody watches " + world.ledger().name(id));
    watchers.add(new Watcher(world, id, room.exports().watch(id)));
  }

  void sweep() {
    call("sweep", room.sweep(), done -> {});
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

  private <T> void call(String what, Uni<T> answer, Consumer<T> then) {
    call(what, answer, then, () -> {});
  }

  /**
   * @param again what somebody may do who did not wait for the answer
   */
  private <T> void call(String what, Uni<T> answer, Consumer<T> then, Runnable again) {
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
                      then.accept(given);
                    },
                    failure -> failed(call, failure)));
  }

  private void failed(Call call, Throwable failure) {
    call.over = true;
    if (failure instanceof SluiceException known) {
      world.say("answer to " + call.what + ": " + known.code());
    } else {
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
