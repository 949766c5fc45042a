package io.sluice.api;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.sluice.access.Caller;
import io.sluice.api.access.AccessRoutes;
import io.sluice.api.event.EventHub;
import io.sluice.api.event.EventResponse;
import io.sluice.api.event.StreamLimiter;
import io.sluice.api.event.Subscription;
import io.sluice.api.request.ExportFilters;
import io.sluice.api.request.Query;
import io.sluice.api.request.RequestLimitsConfig;
import io.sluice.export.accept.Exports;
import io.sluice.export.model.ExportFilter;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.RestResponse;

/** One stream of everything. */
@Path("/v1/events")
public class EventsResource {
  private static final int SNAPSHOT = 100;

  private final Exports exports;
  private final EventHub hub;
  private final StreamLimiter limiter;
  private final RequestLimitsConfig limits;

  EventsResource(Exports exports, EventHub hub, StreamLimiter limiter, RequestLimitsConfig limits) {
    this.exports = exports;
    this.hub = hub;
    this.limiter = limiter;
    this.limits = limits;
  }

  void begin(@Observes StartupEvent started) {
    hub.follow(exports.feed(Caller.program()));
  }

  void end(@Observes ShutdownEvent leaving) {
    hub.endAll();
  }

  /** All that are under way and the newest that have ended, then whatever changes. */
  @GET
  @NonBlocking
  @Produces(MediaType.SERVER_SENT_EVENTS)
  public RestResponse<EventResponse> all(UriInfo uri, RoutingContext request) {
    Query query = new Query(uri).passed();
    ExportFilter filter = ExportFilters.filter(query);
    int ended = query.whole("limit", Math.min(SNAPSHOT, limits.page()), limits.page());
    query.finish();
    Caller caller = AccessRoutes.caller(request);
    return EventStreams.open(
        limiter,
        request,
        Subscription.toMany(caller, filter, () -> exports.newest(caller, filter, ended)));
  }
}
