package io.sluice.api.event;

import io.sluice.base.ExportId;
import io.sluice.export.model.Batch;
import io.sluice.export.model.Export;
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
 * @param removals whether it is told of exports that are known no more
 */
public record Subscription(
    Optional<ExportId> one,
    Predicate<Export> wanted,
    Supplier<Uni<List<Export>>> snapshot,
    Predicate<Export> last,
    boolean removals) {
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
        false);
  }

  /** A batch until all of it has ended; what the snapshot does not know any more has. */
  public static Subscription toBatch(
      Batch batch, Predicate<Export> members, Supplier<Uni<List<Export>>> snapshot) {
    Set<ExportId> open = ConcurrentHashMap.newKeySet();
    open.addAll(ids(batch.exports()));
    return new Subscription(
        Optional.empty(),
        members,
        () -> snapshot.get().invoke(known -> open.retainAll(ids(known))),
        now -> endsAll(open, now),
        false);
  }

  /** Whatever the filter lets through, for as long as the reader stays. */
  public static Subscription toMany(
      Predicate<Export> filter, Supplier<Uni<List<Export>>> snapshot) {
    return new Subscription(Optional.empty(), filter, snapshot, now -> false, true);
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
