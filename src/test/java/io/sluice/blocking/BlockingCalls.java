package io.sluice.blocking;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingMethod;

/**
 * The blocking calls that BlockHound saw on event loops. They are noted down, not thrown: an error
 * thrown inside Vert.x or Netty may be swallowed there, and a note never is.
 */
public final class BlockingCalls {
  private static final List<String> SEEN = new CopyOnWriteArrayList<>();
  private static volatile boolean watching;

  private BlockingCalls() {}

  /** Begins to note down; what was seen before is forgotten. */
  public static void watch() {
    BlockHound.install();
    SEEN.clear();
    watching = true;
  }

  /** Ends that, and returns each call with its stack. */
  public static List<String> seen() {
    watching = false;
    return List.copyOf(SEEN);
  }

  static void record(BlockingMethod method) {
    if (watching) {
      Thread thread = Thread.currentThread();
      SEEN.add(
          Stream.of(thread.getStackTrace())
              .skip(4)
              .map(Object::toString)
              .collect(
                  Collectors.joining("\n\tat ", thread.getName() + " called " + method, "\n")));
    }
  }
}
