package io.sluice.export.accept;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.export.model.Asked;
import io.sluice.export.model.RequestPart;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Counts the bytes of large requests of exports that have not ended, each once however many share
 * it. Safe from any thread.
 */
final class KeptRequests {
  private final long limit;
  private final Supplier<Duration> retryAfter;
  private final Map<RequestPart, Integer> users = new HashMap<>();
  private long bytes;

  /**
   * @param limit bytes
   * @param retryAfter about when an export will have ended
   */
  KeptRequests(long limit, Supplier<Duration> retryAfter) {
    this.limit = limit;
    this.retryAfter = retryAfter;
  }

  /** Counts them all, or none and fails with {@code queue-full}. */
  synchronized void take(Collection<Asked> requests) {
    Set<RequestPart> added = new HashSet<>();
    requests.forEach(asked -> added.addAll(asked.parts().values()));
    added.removeAll(users.keySet());
    long more = added.stream().mapToLong(RequestPart::bytes).sum();
    if (more > 0 && bytes > 0 && more > limit - bytes) {
      throw new SluiceException(
              ErrorCode.QUEUE_FULL,
              ("Exports that have not ended keep %d bytes of columns, filters and orders; %d more go"
                      + " beyond sluice.limits.kept-requests=%d; ask again later")
                  .formatted(bytes, more, limit))
          .retryAfter(retryAfter.get());
    }
    requests.forEach(this::restore);
  }

  /** Counts one that was accepted in an earlier life, whatever the limit is now. */
  synchronized void restore(Asked asked) {
    for (RequestPart part : asked.parts().values()) {
      if (users.merge(part, 1, Integer::sum) == 1) {
        bytes += part.bytes();
      }
    }
  }

  /** It has ended, or was not accepted after all. */
  synchronized void release(Asked asked) {
    for (RequestPart part : asked.parts().values()) {
      if (users.merge(part, -1, Integer::sum) == 0) {
        users.remove(part);
        bytes -= part.bytes();
      }
    }
  }
}
