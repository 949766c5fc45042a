package io.sluice.transfer.part;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;

/**
 * Long work on a small pool: done a turn at a time, so that no work keeps the rest waiting, and
 * ended between two turns where nobody waits for it any more.
 */
final class RoundRobin {
  private final Executor workers;

  RoundRobin(Executor workers) {
    this.workers = workers;
  }

  /** Work in turns; only one thread at a time has it. */
  interface Work<T> extends Closeable {

    /** Goes on for some tens of milliseconds; the result where that was the last turn. */
    Optional<T> turn() throws IOException;
  }

  /**
   * Begins the work on the pool, does it and closes it.
   *
   * @param what what could not be done if it fails, as the beginning of a sentence
   * @param path the file that it is about
   */
  <T> Uni<T> run(String what, Path path, Callable<Work<T>> begin) {
    return Uni.createFrom()
        .emitter(
            emitter -> {
              Task<T> task = new Task<>(what, path, begin, emitter);
              emitter.onTermination(() -> task.ended = true);
              workers.execute(task);
            });
  }

  private final class Task<T> implements Runnable {
    private final String what;
    private final Path path;
    private final Callable<Work<T>> begin;
    private final UniEmitter<? super T> emitter;
    private Optional<Work<T>> work = Optional.empty();
    private volatile boolean ended;

    private Task(String what, Path path, Callable<Work<T>> begin, UniEmitter<? super T> emitter) {
      this.what = what;
      this.path = path;
      this.begin = begin;
      this.emitter = emitter;
    }

    @Override
    public void run() {
      try {
        Optional<T> result = ended ? Optional.empty() : PartStore.call(what, path, this::turn);
        if (result.isEmpty() && !ended) {
          workers.execute(this);
          return;
        }
        close();
        result.ifPresent(emitter::complete);
      } catch (RuntimeException | Error e) {
        emitter.fail(e);
        close();
      }
    }

    private Optional<T> turn() throws Exception {
      if (work.isEmpty()) {
        work = Optional.of(begin.call());
      }
      return work.get().turn();
    }

    private void close() {
      PartStore.call(
          what,
          path,
          () -> {
            if (work.isPresent()) {
              work.get().close();
            }
            return true;
          });
    }
  }
}
