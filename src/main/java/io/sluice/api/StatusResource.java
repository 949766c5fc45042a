package io.sluice.api;

import io.sluice.api.access.AccessRoutes;
import io.sluice.api.event.StreamLimiter;
import io.sluice.api.request.Query;
import io.sluice.api.view.Status;
import io.sluice.export.accept.Exports;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * What the gateway does at this moment, for scripts that want to know whether it may be stopped.
 */
@Path("/v1/status")
@Produces(MediaType.APPLICATION_JSON)
public class StatusResource {
  private final Exports exports;
  private final StreamLimiter limiter;
  private final String version;

  StatusResource(
      Exports exports,
      StreamLimiter limiter,
      @ConfigProperty(name = "quarkus.application.version", defaultValue = "dev") String version) {
    this.exports = exports;
    this.limiter = limiter;
    this.version = version;
  }

  @GET
  public Uni<Status> status(RoutingContext request, UriInfo uri) {
    new Query(uri).finish();
    return exports
        .count(AccessRoutes.caller(request))
        .map(counts -> Status.of(version, counts, limiter.count()));
  }
}
