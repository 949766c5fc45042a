package io.sluice.api.event;

import io.sluice.export.domain.Batch;
import io.sluice.export.domain.Export;
import io.smallrye.mutiny.Uni;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What a reader asked to hear of.
 *
 * @param one the only export, where there is only one
 * @param snapshot what the stream begins with; asked for once the stream hears of changes, so that
 *     none falls between
 * @param last told of each export as it is written; the stream ends after the first yes
 * @param removals whether it is told of exports that are known no more
 * @param client whose stream it is
 */
public record Subscription(
    Optional<String> one,
    Predicate<Export> wanted,
    Supplier<Uni<List<Export>>> snapshot,
    Predicate<Export> last,
    boolean removals,
    String client) {

  /** One export until it has ended. */
  public static Subscription toOne(
      Export export, Supplier<Uni<List<Export>>> snapshot, String client) {
    return new Subscription(
        Optional.of(export.id()),
        other -> other.id().equals(export.id()),
        snapshot,
        now -> !now.active(),
        false,
        client);
  }

  /** A batch until all of it has ended. */
  public static Subscription toBatch(
      Batch batch, Predicate<Export> members, Supplier<Uni<List<Export>>> snapshot, String client) {
    Set<String> open = new HashSet<>(batch.exports().stream().map(Export::id).toList());
    return new Subscription(
        Optional.empty(), members, snapshot, now -> endsAll(open, now), false, client);
  }

  /** Whatever the filter lets through, for as long as the reader stays. */
  public static Subscription toMany(
      Predicate<Export> filter, Supplier<Uni<List<Export>>> snapshot, String client) {
    return new Subscription(Optional.empty(), filter, snapshot, now -> false, true, client);
  }

  private static boolean endsAll(Set<String> open, Export now) {
    if (!now.active()) {
      open.remove(now.id());
    }
    return open.isEmpty();
  }
}
