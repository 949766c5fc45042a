package io.sluice.api;

import io.sluice.access.Caller;
import io.sluice.api.event.StreamLimiter;
import io.sluice.api.request.Preferences;
import io.sluice.api.request.RequestLimitsConfig;
import io.sluice.api.view.Representation;
import io.sluice.base.ErrorCode;
import io.sluice.base.ExportId;
import io.sluice.base.SluiceException;
import io.sluice.base.Timekeeper;
import io.sluice.export.accept.Exports;
import io.sluice.export.model.Export;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jboss.resteasy.reactive.RestResponse.Status;

/** What answers about exports have in common: waiting for the end, and when to ask again. */
@ApplicationScoped
class ExportResponses {
  private static final long SHORTEST_RETRY = 1;
  private static final long LONGEST_RETRY = 30;

  private final Exports exports;
  private final StreamLimiter limiter;
  private final RequestLimitsConfig limits;
  private final ResponseWorker worker;
  private final Timekeeper time;

  ExportResponses(
      Exports exports,
      StreamLimiter limiter,
      RequestLimitsConfig limits,
      ResponseWorker worker,
      Timekeeper time) {
    this.exports = exports;
    this.limiter = limiter;
    this.limits = limits;
    this.worker = worker;
    this.time = time;
  }

  /** How long the caller wants to wait for the end ({@code Prefer: wait}). */
  Optional<Duration> wait(HttpHeaders request) {
    return Preferences.longestWait(Optional.ofNullable(request.getHeaderString("Prefer")), limits);
  }

  /**
   * The answer, for which a caller who waits is counted as a watcher; {@code too-many-watchers}
   * before any of its work is begun.
   */
  <T> Uni<T> counted(Optional<Duration> wait, RoutingContext request, Supplier<Uni<T>> answer) {
    return wait.filter(time -> !time.isZero()).isPresent()
        ? limiter.during(request.request().remoteAddress().hostAddress(), answer)
        : answer.get();
  }

  /** The export when it has ended, or as it is when the time is up. */
  Uni<Export> awaited(Caller caller, Export export, Optional<Duration> wait) {
    return export.active() && wait.isPresent()
        ? firstOf(ended(caller, export.id()), wait.get(), () -> exports.find(caller, export.id()))
        : Uni.createFrom().item(export);
  }

  Uni<Export> ended(Caller caller, ExportId id) {
    return exports.watch(caller, id).collect().last();
  }

  /** The outcome, or what there is when the time is up; the loser is cancelled. */
  <T> Uni<T> firstOf(Uni<T> outcome, Duration wait, Supplier<Uni<T>> otherwise) {
    return Uni.join().first(outcome, time.sleep(wait).chain(done -> otherwise.get())).toTerminate();
  }

  /** The answer to a question to the Storage API, or a failure before a person loses patience. */
  <T> Uni<T> inTime(Uni<T> lookup) {
    return Uni.join()
        .first(lookup, time.sleep(limits.lookup()).chain(done -> this.<T>tooLate()))
        .toTerminate();
  }

  private <T> Uni<T> tooLate() {
    return Uni.createFrom()
        .failure(
            new SluiceException(
                ErrorCode.STORAGE_UNAVAILABLE,
                "The Storage API did not answer within sluice.limits.lookup (%d s); ask again later"
                    .formatted(limits.lookup().toSeconds())));
  }

  /** The export with the headers that say when to ask again and what was waited for. */
  Uni<ResponseBuilder<Buffer>> of(Status status, Export export, Optional<Duration> waited) {
    return worker
        .json(export, Representation::of)
        .map(body -> withHeaders(ResponseBuilder.create(status, body), export, waited));
  }

  private static ResponseBuilder<Buffer> withHeaders(
      ResponseBuilder<Buffer> answer, Export export, Optional<Duration> waited) {
    waited.ifPresent(wait -> answer.header("Preference-Applied", "wait=" + wait.toSeconds()));
    if (export.active()) {
      answer.header(HttpHeaders.RETRY_AFTER, retryAfter(export));
    }
    return answer;
  }

  /** Seconds until asking again is worth it. */
  static long retryAfter(Export export) {
    long guess = export.progress().etaSeconds().orElse(2 * SHORTEST_RETRY);
    return Math.max(SHORTEST_RETRY, Math.min(LONGEST_RETRY, guess));
  }
}
