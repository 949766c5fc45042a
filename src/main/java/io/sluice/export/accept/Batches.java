package io.sluice.export.accept;

import io.sluice.access.Audit;
import io.sluice.access.Audit.Act;
import io.sluice.access.Caller;
import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.base.Timekeeper;
import io.sluice.base.UuidV7;
import io.sluice.export.accept.Intake.Outcome;
import io.sluice.export.accept.Intake.Wish;
import io.sluice.export.live.ExportRows.Prepared;
import io.sluice.export.model.Acceptance;
import io.sluice.export.model.Asked;
import io.sluice.export.model.Batch;
import io.sluice.export.model.Export;
import io.sluice.export.model.ExportFilter;
import io.sluice.export.model.ExportRequest;
import io.sluice.export.model.Submission;
import io.sluice.export.model.Submission.Membership;
import io.sluice.export.model.Trace;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Accepts many requests as one: all of them, or none. A table that an equal request unloads already
 * is not unloaded twice: that export is the batch's member too.
 */
@ApplicationScoped
public class Batches {
  private final Exports exports;
  private final Timekeeper time;

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
   * accepted as a whole, or a new one. Once begun, this goes to its end.
   */
  public Uni<Accepted> submit(Caller caller, Order order, Optional<String> key) {
    Uni<Accepted> accepted =
        exports
            .prepare(caller, order.requests())
            .map(
                prepared ->
                    new Ask(
                        caller,
                        order,
                        prepared,
                        key.map(given -> Submission.key(caller.owner(), given))))
            .chain(
                ask ->
                    ask.key()
                        .map(given -> exports.inTurn(given, () -> keyed(ask, given)))
                        .orElseGet(() -> begin(ask)));
    return Audit.of(act(caller, order), accepted, done -> List.of(done.batch().id()))
        .memoize()
        .indefinitely();
  }

  /**
   * An order, and whose it is.
   *
   * @param key see {@link Submission#key}
   */
  private record Ask(Caller caller, Order order, List<Prepared> prepared, Optional<String> key) {}

  private static Act act(Caller caller, Order order) {
    return new Act(
        caller,
        "submit-batch",
        order.requests().stream()
            .map(ExportRequest::connection)
            .distinct()
            .collect(Collectors.joining(",")),
        order.requests().stream().map(request -> request.table().value()).toList());
  }

  /** The batch of that id; {@code not-found} where none of its exports is there for the caller. */
  public Uni<Batch> find(Caller caller, String id) {
    return exports
        .page(caller, ExportFilter.ofBatch(id), Optional.empty(), Integer.MAX_VALUE)
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

  private Uni<Accepted> keyed(Ask ask, String key) {
    return exports
        .under(key)
        .chain(earlier -> earlier.isEmpty() ? begin(ask) : complete(ask, key, earlier));
  }

  private Uni<Accepted> begin(Ask ask) {
    return accept(ask, UuidV7.next(time.now()), List.of());
  }

  private Uni<Accepted> complete(Ask ask, String key, List<Export> earlier) {
    Optional<Membership> membership = earlier.get(0).submission().under(key);
    if (membership.filter(known -> known.digest().equals(ask.order().digest())).isEmpty()) {
      throw Submissions.reused(key, membership.map(m -> "batch " + m.id()).orElse("an export"));
    }
    return accept(ask, membership.get().id(), earlier);
  }

  private Uni<Accepted> accept(Ask ask, String id, List<Export> earlier) {
    List<Wish> missing = missing(ask, id, earlier);
    if (missing.isEmpty()) {
      return Uni.createFrom().item(new Accepted(new Batch(id, earlier), false));
    }
    return exports
        .accept(missing)
        .chain(
            outcome ->
                outcome instanceof Outcome.Accepted added
                    ? whole(ask.caller(), id, earlier, added)
                        .map(batch -> new Accepted(batch, true))
                    : again(ask, ask.key().orElseThrow()));
  }

  /** Another order of the same key was faster; what it made is completed. */
  private Uni<Accepted> again(Ask ask, String key) {
    return exports
        .under(key)
        .invoke(earlier -> Submissions.oldest(key, earlier))
        .chain(earlier -> complete(ask, key, earlier));
  }

  private static List<Wish> missing(Ask ask, String id, List<Export> earlier) {
    Set<Asked> known = earlier.stream().map(Export::asked).collect(Collectors.toSet());
    List<Wish> missing = new ArrayList<>();
    for (int i = 0; i < ask.prepared().size(); i++) {
      if (!known.contains(ask.prepared().get(i).asked())) {
        Membership membership = new Membership(id, i, ask.order().digest());
        Submission submission =
            Submission.member(ask.caller().owner(), ask.key(), membership, ask.order().trace());
        missing.add(new Wish(ask.prepared().get(i), submission, true));
      }
    }
    return missing;
  }

  /** Those of an earlier try have gone on meanwhile. */
  private Uni<Batch> whole(Caller caller, String id, List<Export> earlier, Outcome.Accepted added) {
    return earlier.isEmpty()
        ? Uni.createFrom()
            .item(() -> new Batch(id, added.all().stream().map(Acceptance::export).toList()))
        : find(caller, id);
  }
}
