package io.sluice.api.event;

import io.sluice.export.model.Export;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What a stream of many exports begins with. */
public final class Snapshot {
  private Snapshot() {}

  /**
   * All that are under way and the newest that have ended, in the order given. It is taken for each
   * reader who comes, of all that the gateway knows: in one pass.
   *
   * @param all newest first
   * @param ended how many that have ended, at most
   */
  public static List<Export> of(List<Export> all, Predicate<Export> wanted, int ended) {
    List<Export> shown = new ArrayList<>();
    int left = ended;
    for (Export export : all) {
      if ((export.active() || left > 0) && wanted.test(export)) {
        shown.add(export);
        left -= export.active() ? 0 : 1;
      }
    }
    return shown;
  }
}
