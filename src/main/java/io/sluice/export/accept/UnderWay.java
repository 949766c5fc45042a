package io.sluice.export.accept;

import io.sluice.export.live.LiveExport;
import io.sluice.export.model.Acceptance;
import io.sluice.export.model.Asked;
import io.sluice.export.model.Export;
import io.smallrye.mutiny.Uni;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Which requests are under way: nobody unloads the same table twice by accident. */
final class UnderWay {
  private record Entry(LiveExport export, Uni<Export> accepted) {}

  private final Map<Asked, Entry> entries = new ConcurrentHashMap<>();

  /** The export of an equal request that has not ended; it may be about to be accepted. */
  Optional<Uni<Acceptance>> find(Asked asked) {
    return Optional.ofNullable(entries.get(asked))
        .filter(entry -> entry.export().now().active())
        .map(UnderWay::answer);
  }

  /**
   * Notes an export.
   *
   * @param accepted completes when it is durable; safe to subscribe to again
   */
  void note(LiveExport export, Uni<Export> accepted) {
    entries.put(export.now().asked(), new Entry(export, accepted));
  }

  void forget(LiveExport export) {
    entries.computeIfPresent(
        export.now().asked(), (asked, entry) -> entry.export().equals(export) ? null : entry);
  }

  private static Uni<Acceptance> answer(Entry entry) {
    return entry
        .accepted()
        .map(done -> new Acceptance(entry.export().now(), Acceptance.How.UNDER_WAY));
  }
}
