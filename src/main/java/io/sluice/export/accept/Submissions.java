package io.sluice.export.accept;

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
      ExportRequest request, Optional<String> key, Optional<Trace> trace) {
    return exports
        .prepare(List.of(request))
        .map(prepared -> prepared.get(0))
        .chain(
            prepared ->
                key.map(given -> exports.inTurn(given, () -> keyed(given, prepared, trace)))
                    .orElseGet(
                        () -> exports.inTurn(prepared.digest(), () -> plain(prepared, trace))))
        .memoize()
        .indefinitely();
  }

  private Uni<Acceptance> plain(Prepared request, Optional<Trace> trace) {
    return exports
        .accept(List.of(new Wish(request, Submission.alone(Optional.empty(), trace), true)))
        .map(Submissions::only);
  }

  private Uni<Acceptance> keyed(String key, Prepared request, Optional<Trace> trace) {
    return exports
        .under(key)
        .chain(
            earlier ->
                earlier.isEmpty()
                    ? first(key, request, trace)
                    : Uni.createFrom().item(() -> again(key, earlier.get(0), request)));
  }

  /** Of several at once the store lets one through; the others are answered with its export. */
  private Uni<Acceptance> first(String key, Prepared request, Optional<Trace> trace) {
    return exports
        .accept(List.of(new Wish(request, Submission.alone(Optional.of(key), trace), false)))
        .chain(
            outcome ->
                outcome instanceof Outcome.Refused
                    ? exports.under(key).map(earlier -> again(key, oldest(key, earlier), request))
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
                        .formatted(key)));
  }

  private static Acceptance only(Outcome outcome) {
    return ((Outcome.Accepted) outcome).all().get(0);
  }

  private static Acceptance again(String key, Export export, Prepared request) {
    if (export.submission().under(key).isPresent() || !request.asked().equals(export.asked())) {
      throw reused(key, "export " + export.id() + " of table " + export.request().table());
    }
    return new Acceptance(export, Acceptance.How.SAME_KEY);
  }

  static SluiceException reused(String key, String earlier) {
    return new SluiceException(
        ErrorCode.IDEMPOTENCY_KEY_REUSED,
        "The Idempotency-Key \"%s\" was used for another request, which made %s; use a new key for a new request"
            .formatted(key, earlier));
  }
}
