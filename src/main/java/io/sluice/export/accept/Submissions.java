package io.sluice.export.accept;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
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
 * Accepts a request once for each idempotency key. A key lives as long as the export that it made:
 * it survives restarts and is free again when the export is removed.
 */
@ApplicationScoped
public class Submissions {
  private final Exports exports;
  private final KeyedAcceptances<Acceptance> underWay = new KeyedAcceptances<>();

  public Submissions(Exports exports) {
    this.exports = exports;
  }

  /**
   * The export for the request: the one that the key made before, or a new one. Fails with {@code
   * idempotency-key-reused} where the key made an export of another request.
   */
  public Uni<Acceptance> submit(
      ExportRequest request, Optional<String> key, Optional<Trace> trace) {
    Submission submission = Submission.alone(key, trace);
    return key.map(given -> once(given, request, submission))
        .orElseGet(() -> exports.submit(request, submission));
  }

  /** Two requests with one key at the same time: the second waits for the first's outcome. */
  private Uni<Acceptance> once(String key, ExportRequest request, Submission submission) {
    return underWay.once(
        key,
        () -> first(key, request, submission),
        accepted -> Uni.createFrom().item(() -> again(key, accepted.export(), request)));
  }

  private Uni<Acceptance> first(String key, ExportRequest request, Submission submission) {
    return exports
        .list()
        .chain(
            all ->
                earlier(all, key)
                    .map(export -> Uni.createFrom().item(() -> again(key, export, request)))
                    .orElseGet(() -> exports.submit(request, submission)));
  }

  private static Optional<Export> earlier(List<Export> all, String key) {
    return all.stream().filter(export -> export.submission().hasKey(key)).findFirst();
  }

  private Acceptance again(String key, Export export, ExportRequest request) {
    if (export.submission().batch().isPresent()
        || !exports.asked(List.of(request)).contains(export.asked())) {
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
