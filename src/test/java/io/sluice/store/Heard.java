package io.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.store.Changes.Change;
import io.smallrye.mutiny.subscription.Cancellable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What a listener was told and nobody has asked for yet. */
final class Heard {
  private final BlockingQueue<Change> told = new LinkedBlockingQueue<>();
  private final Cancellable subscription;

  private Heard(Changes changes) {
    this.subscription = changes.changes().subscribe().with(told::add);
  }

  static Heard of(Changes changes) {
    return new Heard(changes);
  }

  /** The next change; waits for it. */
  Change next() throws InterruptedException {
    Change next = told.poll(SampleRows.SOON.toSeconds(), TimeUnit.SECONDS);
    assertThat(next).as("the next change").isNotNull();
    return next;
  }

  /** The changes up to the first of that row, which comes last. */
  List<Change> until(String id) throws InterruptedException {
    List<Change> until = new ArrayList<>();
    do {
      until.add(next());
    } while (!until.get(until.size() - 1).id().equals(id));
    return until;
  }

  boolean isEmpty() {
    return told.isEmpty();
  }

  void cancel() {
    subscription.cancel();
  }
}
