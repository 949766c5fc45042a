package io.sluice.export.accept;

import io.sluice.base.SluiceException;
import io.sluice.export.model.Asked;
import io.sluice.export.run.ExportRunner;
import java.util.List;

/**
 * The limits that a new export meets: a place in the queue and bytes of the budget for large
 * requests. Safe from any thread.
 */
final class Admission {
  private final ExportRunner runs;
  private final KeptRequests kept;

  Admission(ExportRunner runs, KeptRequestsConfig limits) {
    this.runs = runs;
    this.kept = new KeptRequests(limits.keptRequests().asLongValue(), runs::retryAfter);
  }

  /** Takes a place for each, or none and fails with {@code queue-full}. */
  void take(List<Asked> requests) {
    runs.reserve(requests.size());
    try {
      kept.take(requests);
    } catch (SluiceException full) {
      requests.forEach(request -> runs.giveBack());
      throw full;
    }
  }

  /** It was not accepted after all. */
  void giveBack(Asked request) {
    runs.giveBack();
    kept.release(request);
  }

  /** One of an earlier life counts whatever the limits are now. */
  void restore(Asked request) {
    kept.restore(request);
  }

  /** It has ended; its place is free as soon as its work is. */
  void ended(Asked request) {
    kept.release(request);
  }
}
