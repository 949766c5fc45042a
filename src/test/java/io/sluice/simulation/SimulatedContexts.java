package io.sluice.simulation;

import io.sluice.base.Contexts;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/** Contexts whose messages are events: each runs in order, and other things happen in between. */
final class SimulatedContexts implements Contexts {
  private final Events events;
  private int made;

  SimulatedContexts(Events events) {
    this.events = events;
  }

  @Override
  public Executor next() {
    return new Context("context " + ++made);
  }

  private final class Context implements Executor {
    private final String name;
    private final Queue<Runnable> messages = new ArrayDeque<>();

    private Context(String name) {
      this.name = name;
    }

    @Override
    public void execute(Runnable message) {
      messages.add(message);
      if (messages.size() == 1) {
        schedule();
      }
    }

    private void schedule() {
      events.add(name, this::run);
    }

    private void run() {
      messages.element().run();
      messages.remove();
      if (!messages.isEmpty()) {
        schedule();
      }
    }
  }
}
