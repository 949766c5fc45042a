package io.sluice.api;

import io.sluice.access.Caller;
import io.sluice.access.Callers.Answer;
import io.sluice.access.Passes.Purpose;
import io.sluice.api.access.AccessRoutes;
import io.sluice.api.access.PassedAddresses;
import io.sluice.api.access.PassedAddresses.Passed;
import io.sluice.api.event.EventResponse;
import io.sluice.api.event.StreamLimiter;
import io.sluice.api.event.Subscription;
import io.sluice.api.file.FileResponses;
import io.sluice.api.request.Bodies;
import io.sluice.api.request.ExportFilters;
import io.sluice.api.request.IdempotencyKey;
import io.sluice.api.request.LinkReader;
import io.sluice.api.request.Query;
import io.sluice.api.request.RequestLimitsConfig;
import io.sluice.api.request.RequestReader;
import io.sluice.api.view.Page;
import io.sluice.base.ExportId;
import io.sluice.export.accept.Exports;
import io.sluice.export.accept.Submissions;
import io.sluice.export.model.Acceptance;
import io.sluice.export.model.Acceptance.How;
import io.sluice.export.model.Export;
import io.sluice.export.model.ExportFilter;
import io.sluice.export.model.Trace;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jboss.resteasy.reactive.RestResponse.Status;

/** Exports over HTTP. */
@Path("/v1/exports")
@Produces(MediaType.APPLICATION_JSON)
public class ExportsResource {
  private static final int PAGE = 100;

  private final Exports exports;
  private final Submissions submissions;
  private final Bodies bodies;
  private final RequestReader reader;
  private final ExportResponses responses;
  private final FileResponses files;
  private final StreamLimiter limiter;
  private final RequestLimitsConfig limits;
  private final PassedAddresses addresses;
  private final ResponseWorker worker;

  ExportsResource(
      Exports exports,
      Submissions submissions,
      Bodies bodies,
      RequestReader reader,
      ExportResponses responses,
      FileResponses files,
      StreamLimiter limiter,
      RequestLimitsConfig limits,
      PassedAddresses addresses,
      ResponseWorker worker) {
    this.exports = exports;
    this.submissions = submissions;
    this.bodies = bodies;
    this.reader = reader;
    this.responses = responses;
    this.files = files;
    this.limiter = limiter;
    this.limits = limits;
    this.addresses = addresses;
    this.worker = worker;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Uni<RestResponse<Buffer>> submit(
      byte[] body, HttpHeaders headers, RoutingContext request, UriInfo uri) {
    new Query(uri).finish();
    Caller caller = AccessRoutes.caller(request);
    Optional<Duration> wait = responses.wait(headers);
    Optional<String> known = IdempotencyKey.of(headers);
    Optional<Trace> trace = Tracing.of(headers);
    return bodies
        .read(body, bytes -> reader.read(caller, bytes))
        .chain(
            asked ->
                responses.counted(
                    wait,
                    request,
                    () ->
                        submissions
                            .submit(caller, asked, known, trace)
                            .chain(accepted -> awaited(caller, accepted, wait))));
  }

  @GET
  public Uni<Buffer> list(RoutingContext request, UriInfo uri) {
    Query query = new Query(uri);
    ExportFilter filter = ExportFilters.filter(query);
    Page.Cursor cursor = Page.Cursor.of(query, PAGE, limits.page());
    query.finish();
    Caller caller = AccessRoutes.caller(request);
    URI asked = uri.getRequestUri();
    return worker.jsonOf(
        () -> exports.page(caller, filter, cursor.after(), cursor.limit() + 1),
        found -> Page.of(found, cursor, asked));
  }

  @GET
  @Path("/{id}")
  public Uni<RestResponse<Buffer>> one(
      @RestPath String id, HttpHeaders headers, RoutingContext request, UriInfo uri) {
    new Query(uri).finish();
    Optional<Duration> wait = responses.wait(headers);
    Caller caller = AccessRoutes.caller(request);
    return exports
        .find(caller, ExportId.parse(id))
        .chain(
            export ->
                responses.counted(
                    wait.filter(time -> export.active()),
                    request,
                    () -> responses.awaited(caller, export, wait)))
        .chain(export -> exports.whole(caller, export))
        .chain(export -> responses.of(Status.OK, export, wait))
        .map(ResponseBuilder::build);
  }

  @DELETE
  @Path("/{id}")
  public Uni<RestResponse<Buffer>> end(@RestPath String id, RoutingContext request, UriInfo uri) {
    new Query(uri).finish();
    Caller caller = AccessRoutes.caller(request);
    return exports
        .find(caller, ExportId.parse(id))
        .chain(
            export ->
                export.active()
                    ? exports.cancel(caller, export.id()).chain(this::cancelled)
                    : exports
                        .remove(caller, export.id())
                        .replaceWith(RestResponse.<Buffer>noContent()));
  }

  /** A browser that asks again for a stream that it saw the end of is told that nothing follows. */
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
    return exports
        .find(caller, ExportId.parse(id))
        .map(
            export ->
                !export.active() && sawTheEnd(export, last)
                    ? RestResponse.noContent()
                    : stream(caller, export, request));
  }

  /** Also where the connection broke between the last event and the stream's own end. */
  private static boolean sawTheEnd(Export export, Optional<String> last) {
    return EventStreams.sawTheEnd(last)
        || last.filter(Long.toString(export.version())::equals).isPresent();
  }

  @GET
  @Path("/{id}/file")
  @Produces(FileResponses.PARQUET)
  public Uni<RestResponse<Object>> file(
      @RestPath String id, HttpHeaders headers, RoutingContext request, UriInfo uri) {
    new Query(uri).passed().finish();
    return exports
        .find(AccessRoutes.caller(request), ExportId.parse(id))
        .chain(export -> files.get(export, headers, request.request()));
  }

  @HEAD
  @Path("/{id}/file")
  @Produces(FileResponses.PARQUET)
  public Uni<RestResponse<Object>> fileHead(
      @RestPath String id, HttpHeaders headers, RoutingContext request, UriInfo uri) {
    new Query(uri).passed().finish();
    return exports
        .find(AccessRoutes.caller(request), ExportId.parse(id))
        .chain(export -> files.head(export, headers));
  }

  /** An address of the file that needs no header, for whoever has it. */
  @POST
  @Path("/{id}/links")
  @Consumes(MediaType.APPLICATION_JSON)
  public Uni<RestResponse<Passed>> link(
      @RestPath String id, byte[] body, RoutingContext request, UriInfo uri) {
    new Query(uri).finish();
    Answer.Known maker = AccessRoutes.known(request);
    Duration life = LinkReader.life(body);
    return exports
        .find(maker.caller(), ExportId.parse(id))
        .map(
            export ->
                addresses.give(maker, Purpose.LINK, "/v1/exports/" + export.id() + "/file", life));
  }

  private Uni<RestResponse<Buffer>> awaited(
      Caller caller, Acceptance accepted, Optional<Duration> wait) {
    return responses
        .awaited(caller, accepted.export(), wait)
        .chain(export -> exports.whole(caller, export))
        .chain(export -> accepted(accepted.how(), export, wait));
  }

  private Uni<RestResponse<Buffer>> accepted(How how, Export export, Optional<Duration> wait) {
    Status status = how == How.NEW && export.active() ? Status.ACCEPTED : Status.OK;
    return responses
        .of(status, export, wait)
        .map(
            answer ->
                answer
                    .header(HttpHeaders.LOCATION, "/v1/exports/" + export.id())
                    .header(
                        "Sluice-Accepted", how.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .build());
  }

  private Uni<RestResponse<Buffer>> cancelled(Export export) {
    return responses.of(Status.ACCEPTED, export, Optional.empty()).map(ResponseBuilder::build);
  }

  private RestResponse<EventResponse> stream(Caller caller, Export export, RoutingContext request) {
    return EventStreams.open(
        limiter,
        request,
        Subscription.toOne(export, () -> exports.find(caller, export.id()).map(List::of)));
  }
}
