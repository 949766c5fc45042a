package io.sluice.api;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.export.Export;
import io.sluice.export.ExportState.Succeeded;
import io.sluice.export.Exports;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.net.URI;
import java.util.List;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/** Exports over HTTP. */
@Path("/v1/exports")
@Produces(MediaType.APPLICATION_JSON)
public class ExportsResource {
  private final Exports exports;
  private final RequestReader reader;
  private final Events events;

  public ExportsResource(Exports exports, RequestReader reader, Events events) {
    this.exports = exports;
    this.reader = reader;
    this.events = events;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Uni<RestResponse<Representation>> submit(String body) {
    return Uni.createFrom()
        .item(() -> reader.read(body))
        .chain(exports::submit)
        .map(ExportsResource::accepted);
  }

  @GET
  public Uni<List<Representation>> list() {
    return exports.list().map(all -> all.stream().map(Representation::of).toList());
  }

  @GET
  @Path("/{id}")
  public Uni<Representation> one(@RestPath String id) {
    return exports.find(id).map(Representation::of);
  }

  @DELETE
  @Path("/{id}")
  public Uni<RestResponse<Representation>> end(@RestPath String id) {
    return exports
        .find(id)
        .chain(
            export ->
                export.active()
                    ? exports
                        .cancel(id)
                        .map(
                            now ->
                                RestResponse.status(
                                    RestResponse.Status.ACCEPTED, Representation.of(now)))
                    : exports.remove(id).replaceWith(RestResponse.<Representation>noContent()));
  }

  @GET
  @Path("/{id}/events")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  public Multi<OutboundSseEvent> events(@RestPath String id, Sse sse) {
    return events.of(exports.watch(id), sse);
  }

  @GET
  @Path("/{id}/file")
  @Produces("application/vnd.apache.parquet")
  public Uni<RestResponse<java.nio.file.Path>> file(@RestPath String id) {
    return exports.find(id).map(ExportsResource::file);
  }

  private static RestResponse<Representation> accepted(Export export) {
    return RestResponse.ResponseBuilder.create(
            RestResponse.Status.ACCEPTED, Representation.of(export))
        .location(URI.create("/v1/exports/" + export.id()))
        .build();
  }

  private static RestResponse<java.nio.file.Path> file(Export export) {
    if (!(export.state() instanceof Succeeded succeeded)) {
      throw new SluiceException(
          ErrorCode.CONFLICT,
          "Export %s is %s; it has a file once it has succeeded"
              .formatted(export.id(), export.state().label()));
    }
    java.nio.file.Path path =
        java.nio.file.Path.of(URI.create(succeeded.result().location().orElseThrow()));
    return RestResponse.ResponseBuilder.ok(path)
        .header(HttpHeaders.ETAG, "\"" + succeeded.result().sha256() + "\"")
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            "attachment; filename=\"" + export.request().output().name() + "\"")
        .build();
  }
}
