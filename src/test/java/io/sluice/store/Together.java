package io.sluice.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Work on threads of its own. */
final class Together {
  private static final int MOST_SECONDS = 60;

  private Together() {}

  /** Begins it and returns. */
  static FutureTask<Void> start(Runnable work) {
    return begin(
        () -> {
          work.run();
          return null;
        });
  }

  /** Does all of it, begun at one moment; what came of each, in order. */
  static <T> List<T> all(List<Callable<T>> works) throws Exception {
    CyclicBarrier start = new CyclicBarrier(works.size());
    List<FutureTask<T>> begun = new ArrayList<>();
    for (Callable<T> work : works) {
      begun.add(
          begin(
              () -> {
                start.await();
                return work.call();
              }));
    }
    List<T> outcomes = new ArrayList<>();
    for (FutureTask<T> each : begun) {
      outcomes.add(end(each));
    }
    return outcomes;
  }

  /** Waits for it; fails as it failed. */
  static <T> T end(FutureTask<T> begun) throws Exception {
    return begun.get(MOST_SECONDS, TimeUnit.SECONDS);
  }

  private static <T> FutureTask<T> begin(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(task, "together");
    thread.setDaemon(true);
    thread.start();
    return task;
  }
}
