package io.sluice.api.event;

import io.sluice.access.Caller;
import io.sluice.base.ExportId;
import io.sluice.export.model.Batch;
import io.sluice.export.model.Export;
import io.sluice.export.model.ExportFilter;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What a reader asked to hear of.
 *
 * @param one the only export, where there is only one
 * @param snapshot what the stream begins with; asked for once the stream hears of changes, so that
 *     none falls between
 * @param last told of each export as it is written; the stream ends after the first yes
 * @param removals of which connections' exports it is told that they are known no more
 */
public record Subscription(
    Optional<ExportId> one,
    Predicate<Export> wanted,
    Supplier<Uni<List<Export>>> snapshot,
    Predicate<Export> last,
    Predicate<String> removals) {
  /**
   * The id that a stream ends with where nothing follows. Browsers connect again after any end, and
   * send it as {@code Last-Event-ID}; they stop at an answer of 204.
   */
  public static final String END = "ended";

  /** One export until it has ended. */
  public static Subscription toOne(Export export, Supplier<Uni<List<Export>>> snapshot) {
    return new Subscription(
        Optional.of(export.id()),
        other -> other.id().equals(export.id()),
        snapshot,
        now -> !now.active(),
        connection -> false);
  }

  /**
   * A batch, as far as the caller sees it, until all of that has ended; what the snapshot does not
   * know any more has.
   */
  public static Subscription toBatch(
      Caller caller, Batch batch, Supplier<Uni<List<Export>>> snapshot) {
    Set<ExportId> open = ConcurrentHashMap.newKeySet();
    open.addAll(ids(batch.exports()));
    return new Subscription(
        Optional.empty(),
        ExportFilter.ofBatch(batch.id()).seenBy(caller),
        () -> snapshot.get().invoke(known -> open.retainAll(ids(known))),
        now -> endsAll(open, now),
        connection -> false);
  }

  /** What the filter lets through of all that the caller sees, for as long as the reader stays. */
  public static Subscription toMany(
      Caller caller, ExportFilter filter, Supplier<Uni<List<Export>>> snapshot) {
    return new Subscription(
        Optional.empty(), filter.seenBy(caller), snapshot, now -> false, caller::sees);
  }

  private static Set<ExportId> ids(List<Export> exports) {
    return exports.stream().map(Export::id).collect(Collectors.toSet());
  }

  private static boolean endsAll(Set<ExportId> open, Export now) {
    if (!now.active()) {
      open.remove(now.id());
    }
    return open.isEmpty();
  }
}
