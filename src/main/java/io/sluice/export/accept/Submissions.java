package io.sluice.export.accept;

import io.sluice.access.Audit;
import io.sluice.access.Audit.Act;
import io.sluice.access.Caller;
import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.export.accept.Intake.Outcome;
import io.sluice.export.accept.Intake.Wish;
import io.sluice.export.live.ExportRows.Prepared;
import io.sluice.export.model.Acceptance;
import io.sluice.export.model.Export;
import io.sluice.export.model.ExportRequest;
import io.sluice.export.model.Submission;
import io.sluice.export.model.Trace;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/**
 * Accepts one request: once for each idempotency key and, without a key, once as long as an equal
 * request is under way. A key lives as long as the export that it made: it survives restarts and is
 * free again when the export is removed.
 */
@ApplicationScoped
public class Submissions {
  private final Exports exports;

  public Submissions(Exports exports) {
    this.exports = exports;
  }

  /**
   * The export for the request: it is durable once this completes, and will be run. Once begun,
   * this goes to its end, whether or not the caller still waits.
   *
   * @param key whose export it is, also where that was made before; {@code idempotency-key-reused}
   *     where it made an export of another request
   */
  public Uni<Acceptance> submit(
      Caller caller, ExportRequest request, Optional<String> key, Optional<Trace> trace) {
    Uni<Acceptance> accepted =
        exports
            .prepare(caller, List.of(request))
            .map(prepared -> prepared.get(0))
            .chain(
                prepared ->
                    key.map(given -> Submission.key(caller.owner(), given))
                        .map(
                            given ->
                                exports.inTurn(given, () -> keyed(caller, given, prepared, trace)))
                        .orElseGet(
                            () ->
                                exports.inTurn(
                                    prepared.digest(), () -> plain(caller, prepared, trace))));
    return Audit.of(
            new Act(caller, "submit", request.connection(), List.of(request.table().value())),
            accepted,
            done -> List.of(done.export().id().value()))
        .memoize()
        .indefinitely();
  }

  private Uni<Acceptance> plain(Caller caller, Prepared request, Optional<Trace> trace) {
    Submission submission = Submission.alone(caller.owner(), Optional.empty(), trace);
    return exports.accept(List.of(new Wish(request, submission, true))).map(Submissions::only);
  }

  private Uni<Acceptance> keyed(
      Caller caller, String key, Prepared request, Optional<Trace> trace) {
    return exports
        .under(key)
        .chain(
            earlier ->
                earlier.isEmpty()
                    ? first(caller, key, request, trace)
                    : Uni.createFrom().item(() -> again(caller, key, earlier.get(0), request)));
  }

  /** Of several at once the store lets one through; the others are answered with its export. */
  private Uni<Acceptance> first(
      Caller caller, String key, Prepared request, Optional<Trace> trace) {
    Submission submission = Submission.alone(caller.owner(), Optional.of(key), trace);
    return exports
        .accept(List.of(new Wish(request, submission, false)))
        .chain(
            outcome ->
                outcome instanceof Outcome.Refused
                    ? exports
                        .under(key)
                        .map(earlier -> again(caller, key, oldest(key, earlier), request))
                    : Uni.createFrom().item(only(outcome)));
  }

  static Export oldest(String key, List<Export> holders) {
    return holders.stream()
        .findFirst()
        .orElseThrow(
            () ->
                new SluiceException(
                    ErrorCode.JOURNAL_FAILED,
                    "The export that has the Idempotency-Key \"%s\" cannot be read; ask again, or use a new key"
                        .formatted(Submission.keyText(key))));
  }

  private static Acceptance only(Outcome outcome) {
    return ((Outcome.Accepted) outcome).all().get(0);
  }

  /** What a caller asked for once may be of a connection that they do not see any more. */
  private static Acceptance again(Caller caller, String key, Export export, Prepared request) {
    if (export.submission().under(key).isPresent() || !request.asked().equals(export.asked())) {
      throw reused(
          key,
          caller.sees(export.request().connection())
              ? "export " + export.id() + " of table " + export.request().table()
              : "another export");
    }
    return new Acceptance(export, Acceptance.How.SAME_KEY);
  }

  static SluiceException reused(String key, String earlier) {
    return new SluiceException(
        ErrorCode.IDEMPOTENCY_KEY_REUSED,
        "The Idempotency-Key \"%s\" was used for another request, which made %s; use a new key for a new request"
            .formatted(Submission.keyText(key), earlier));
  }
}
