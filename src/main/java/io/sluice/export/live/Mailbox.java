package io.sluice.export.live;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Runs messages one after the other, in the order in which they came, on a thread that brought one:
 * whoever comes while messages run leaves its own to that thread. So what messages touch needs no
 * lock. A message must not block.
 */
final class Mailbox {
  private static final Logger LOG = Logger.getLogger(Mailbox.class);

  private final Queue<Runnable> messages = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();

  /** Takes the message; it has run when this returns, unless messages were running already. */
  void post(Runnable message) {
    messages.add(message);
    if (waiting.getAndIncrement() == 0) {
      do {
        run(messages.remove());
      } while (waiting.decrementAndGet() > 0);
    }
  }

  /** What a message throws must not keep the next ones. */
  private static void run(Runnable message) {
    try {
      message.run();
    } catch (RuntimeException e) {
      LOG.error("A change of an export failed", e);
    }
  }
}
