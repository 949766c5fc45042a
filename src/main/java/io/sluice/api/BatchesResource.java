package io.sluice.api;

import io.sluice.access.Caller;
import io.sluice.api.access.AccessRoutes;
import io.sluice.api.event.EventResponse;
import io.sluice.api.event.StreamLimiter;
import io.sluice.api.event.Subscription;
import io.sluice.api.request.BatchReader;
import io.sluice.api.request.BatchRequest;
import io.sluice.api.request.Bodies;
import io.sluice.api.request.IdempotencyKey;
import io.sluice.api.request.Query;
import io.sluice.api.view.BatchView;
import io.sluice.export.accept.Batches;
import io.sluice.export.accept.Batches.Accepted;
import io.sluice.export.model.Batch;
import io.sluice.export.model.Export;
import io.sluice.export.model.Trace;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jboss.resteasy.reactive.RestResponse.Status;

/** Many exports with one request. */
@Path("/v1/batches")
@Produces(MediaType.APPLICATION_JSON)
public class BatchesResource {
  private final Batches batches;
  private final Bodies bodies;
  private final BatchReader reader;
  private final BatchPlanner planner;
  private final ExportResponses responses;
  private final StreamLimiter limiter;
  private final ResponseWorker worker;

  BatchesResource(
      Batches batches,
      Bodies bodies,
      BatchReader reader,
      BatchPlanner planner,
      ExportResponses responses,
      StreamLimiter limiter,
      ResponseWorker worker) {
    this.batches = batches;
    this.bodies = bodies;
    this.reader = reader;
    this.planner = planner;
    this.responses = responses;
    this.limiter = limiter;
    this.worker = worker;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Uni<RestResponse<Buffer>> submit(
      byte[] body, HttpHeaders headers, RoutingContext request, UriInfo uri) {
    Query query = new Query(uri);
    boolean dryRun = query.flag("dryRun");
    query.finish();
    Optional<String> known = IdempotencyKey.of(headers);
    Optional<Trace> trace = Tracing.of(headers);
    Optional<Duration> wait = responses.wait(headers);
    Caller caller = AccessRoutes.caller(request);
    Uni<BatchRequest> batch = bodies.read(body, bytes -> reader.read(caller, bytes));
    return dryRun
        ? batch
            .chain(asked -> responses.inTime(planner.dryRun(caller, asked)))
            .chain(outcome -> worker.json(outcome, Function.identity()))
            .map(RestResponse::ok)
        : batch.chain(
            asked ->
                responses.counted(
                    wait,
                    request,
                    () -> submit(caller, planner.order(caller, asked, trace), known, wait)));
  }

  @GET
  @Path("/{id}")
  public Uni<RestResponse<Buffer>> one(
      @RestPath String id, HttpHeaders headers, RoutingContext request, UriInfo uri) {
    new Query(uri).finish();
    Optional<Duration> wait = responses.wait(headers);
    Caller caller = AccessRoutes.caller(request);
    return worker
        .begin(() -> batches.find(caller, id))
        .chain(
            batch ->
                responses.counted(
                    wait.filter(time -> batch.active()),
                    request,
                    () -> awaited(caller, batch, wait)))
        .chain(batch -> answer(Status.OK, batch))
        .map(ResponseBuilder::build);
  }

  /**
   * A browser that asks again for a stream that it saw the end of is told that nothing follows. A
   * batch that was completed meanwhile goes on.
   */
  @GET
  @Path("/{id}/events")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  public Uni<RestResponse<EventResponse>> events(
      @RestPath String id,
      @RestHeader("Last-Event-ID") Optional<String> last,
      RoutingContext request,
      UriInfo uri) {
    new Query(uri).passed().finish();
    Caller caller = AccessRoutes.caller(request);
    return worker
        .begin(() -> batches.find(caller, id))
        .map(
            batch ->
                !batch.active() && EventStreams.sawTheEnd(last)
                    ? RestResponse.noContent()
                    : stream(caller, batch, request));
  }

  private RestResponse<EventResponse> stream(Caller caller, Batch batch, RoutingContext request) {
    return EventStreams.open(
        limiter,
        request,
        Subscription.toBatch(
            caller, batch, () -> batches.find(caller, batch.id()).map(Batch::exports)));
  }

  private Uni<RestResponse<Buffer>> submit(
      Caller caller, Uni<Batches.Order> order, Optional<String> key, Optional<Duration> wait) {
    return responses
        .inTime(order)
        .chain(known -> worker.begin(() -> batches.submit(caller, known, key)))
        .chain(
            accepted ->
                awaited(caller, accepted.batch(), wait).chain(batch -> accepted(accepted, batch)));
  }

  private Uni<Batch> awaited(Caller caller, Batch batch, Optional<Duration> wait) {
    return batch.active() && wait.isPresent()
        ? responses.firstOf(
            ended(caller, batch), wait.get(), () -> batches.find(caller, batch.id()))
        : Uni.createFrom().item(batch);
  }

  private Uni<Batch> ended(Caller caller, Batch batch) {
    return Uni.join()
        .all(batch.exports().stream().map(export -> responses.ended(caller, export.id())).toList())
        .andCollectFailures()
        .map(exports -> new Batch(batch.id(), exports));
  }

  private Uni<RestResponse<Buffer>> accepted(Accepted accepted, Batch batch) {
    Status status = accepted.fresh() && batch.active() ? Status.ACCEPTED : Status.OK;
    return answer(status, batch)
        .map(
            answer ->
                answer
                    .header(HttpHeaders.LOCATION, "/v1/batches/" + batch.id())
                    .header("Sluice-Accepted", accepted.fresh() ? "new" : "same-key")
                    .build());
  }

  private Uni<ResponseBuilder<Buffer>> answer(Status status, Batch batch) {
    return worker
        .json(batch, BatchView::of)
        .map(body -> withRetry(ResponseBuilder.create(status, body), batch));
  }

  private static ResponseBuilder<Buffer> withRetry(ResponseBuilder<Buffer> answer, Batch batch) {
    batch.exports().stream()
        .filter(Export::active)
        .mapToLong(ExportResponses::retryAfter)
        .max()
        .ifPresent(wait -> answer.header(HttpHeaders.RETRY_AFTER, wait));
    return answer;
  }
}
