package io.sluice.export.accept;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.base.Timekeeper;
import io.sluice.export.model.Asked;
import io.sluice.export.model.Batch;
import io.sluice.export.model.Export;
import io.sluice.export.model.ExportIds;
import io.sluice.export.model.ExportRequest;
import io.sluice.export.model.Submission;
import io.sluice.export.model.Trace;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Accepts many requests as one: all of them, or none. */
@ApplicationScoped
public class Batches {
  private final Exports exports;
  private final Timekeeper time;
  private final KeyedAcceptances<Accepted> underWay = new KeyedAcceptances<>();

  public Batches(Exports exports, Timekeeper time) {
    this.exports = exports;
    this.time = time;
  }

  /** A batch, and whether it was made by this submission. */
  public record Accepted(Batch batch, boolean fresh) {}

  /**
   * What is asked for.
   *
   * @param digest the same for the same request, whatever tables it comes to mean
   * @param requests at least one, each of another table
   * @param trace that they belong to, if any
   */
  public record Order(String digest, List<ExportRequest> requests, Optional<Trace> trace) {
    public Order {
      requests = List.copyOf(requests);
    }
  }

  /**
   * The batch for the order: the one that the key made before, completed where it had not been
   * accepted as a whole, or a new one.
   */
  public Uni<Accepted> submit(Order order, Optional<String> key) {
    return key.map(given -> once(given, order))
        .orElseGet(() -> accept(ExportIds.next(time.now()), order, key, List.of()));
  }

  /** The batch of that id; {@code not-found} where none of its exports is known. */
  public Uni<Batch> find(String id) {
    return members(export -> export.submission().inBatch(id))
        .map(
            members -> {
              if (members.isEmpty()) {
                throw new SluiceException(
                    ErrorCode.NOT_FOUND,
                    "There is no batch "
                        + id
                        + "; its exports may have been removed since they ended. GET /v1/exports lists those that are kept");
              }
              return new Batch(id, members);
            });
  }

  private Uni<Accepted> once(String key, Order order) {
    return underWay.once(key, () -> first(key, order), done -> first(key, order));
  }

  private Uni<Accepted> first(String key, Order order) {
    return members(export -> export.submission().hasKey(key))
        .chain(
            earlier ->
                earlier.isEmpty()
                    ? accept(ExportIds.next(time.now()), order, Optional.of(key), earlier)
                    : complete(key, order, earlier));
  }

  private Uni<Accepted> complete(String key, Order order, List<Export> earlier) {
    Optional<Submission.Membership> membership = earlier.get(0).submission().batch();
    if (membership.filter(known -> known.digest().equals(order.digest())).isEmpty()) {
      throw Submissions.reused(key, membership.map(m -> "batch " + m.id()).orElse("an export"));
    }
    return accept(membership.get().id(), order, Optional.of(key), earlier);
  }

  private Uni<Accepted> accept(String id, Order order, Optional<String> key, List<Export> earlier) {
    List<Batch.Member> missing = missing(id, order, key, earlier);
    if (missing.isEmpty()) {
      return Uni.createFrom().item(new Accepted(new Batch(id, earlier), false));
    }
    return exports.submitAll(missing).map(added -> new Accepted(whole(id, earlier, added), true));
  }

  private List<Batch.Member> missing(
      String id, Order order, Optional<String> key, List<Export> earlier) {
    Set<Asked> known = earlier.stream().map(Export::asked).collect(Collectors.toSet());
    List<Asked> asked = known.isEmpty() ? List.of() : exports.asked(order.requests());
    List<Batch.Member> missing = new ArrayList<>();
    for (int i = 0; i < order.requests().size(); i++) {
      ExportRequest request = order.requests().get(i);
      if (known.isEmpty() || !known.contains(asked.get(i))) {
        missing.add(
            new Batch.Member(
                request,
                Submission.member(
                    key, new Submission.Membership(id, i, order.digest()), order.trace())));
      }
    }
    return missing;
  }

  private static Batch whole(String id, List<Export> earlier, List<Export> added) {
    List<Export> all = new ArrayList<>(earlier);
    all.addAll(added);
    return new Batch(id, all);
  }

  private Uni<List<Export>> members(Predicate<Export> which) {
    return exports.list().map(all -> all.stream().filter(which).toList());
  }
}
