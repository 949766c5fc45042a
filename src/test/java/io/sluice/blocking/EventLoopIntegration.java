package io.sluice.blocking;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Tells BlockHound which threads must not block: Vert.x event loops alone. Netty's own integration
 * would take Vert.x's worker threads for such as well, hence this one is applied last and replaces
 * what others said.
 */
public final class EventLoopIntegration implements BlockHoundIntegration {
  private static final String DELAYED =
      "java.util.concurrent.ScheduledThreadPoolExecutor$DelayedWorkQueue";

  @Override
  public void applyTo(BlockHound.Builder builder) {
    builder
        .nonBlockingThreadPredicate(others -> EventLoopIntegration::isEventLoop)
        .blockingMethodCallback(BlockingCalls::record)
        // Classes are read from jars when they are first used, wherever that is.
        .allowBlockingCallsInside("java.lang.ClassLoader", "loadClass")
        .allowBlockingCallsInside("java.lang.invoke.MethodHandleNatives", "linkCallSite")
        .allowBlockingCallsInside("java.util.ServiceLoader$LazyClassPathLookupIterator", "parse")
        // Random bytes come from a device that never lets anybody wait.
        .allowBlockingCallsInside("sun.security.provider.NativePRNG$RandomIO", "readFully")
        // A pool hands a task over under a lock that is held for some instructions only.
        .allowBlockingCallsInside("java.util.concurrent.LinkedBlockingQueue", "offer")
        .allowBlockingCallsInside("java.util.concurrent.ThreadPoolExecutor", "addWorker")
        // The same of a timer: Mutiny and Fault Tolerance keep theirs in such a queue.
        .allowBlockingCallsInside(DELAYED, "offer")
        .allowBlockingCallsInside(DELAYED, "remove")
        // The signer keeps its digests in a deque, whose lock is held for some instructions.
        .allowBlockingCallsInside(
            "software.amazon.awssdk.checksums.internal.DigestAlgorithm", "getDigest")
        .allowBlockingCallsInside(
            "software.amazon.awssdk.checksums.internal.DigestAlgorithm$CloseableMessageDigest",
            "close")
        // Vert.x shuts its pools down on an event loop when it is closed as a whole.
        .allowBlockingCallsInside("io.vertx.core.impl.WorkerPool", "close");
  }

  @Override
  public int getPriority() {
    return Integer.MAX_VALUE;
  }

  private static boolean isEventLoop(Thread thread) {
    String name = thread.getName();
    return name.startsWith("vert.x-eventloop-thread") || name.startsWith("vert.x-acceptor-thread");
  }
}
