package io.sluice.base;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/** Contexts on the threads that bring work: whoever comes while one runs leaves its own to it. */
public final class CallersContexts implements Contexts {

  @Override
  public Executor next() {
    return new Context();
  }

  private static final class Context implements Executor {
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean running;

    @Override
    public void execute(Runnable task) {
      synchronized (this) {
        waiting.add(task);
        if (running) {
          return;
        }
        running = true;
      }
      for (Runnable next = following(); next != null; next = following()) {
        next.run();
      }
    }

    private synchronized Runnable following() {
      running = !waiting.isEmpty();
      return waiting.poll();
    }
  }
}
