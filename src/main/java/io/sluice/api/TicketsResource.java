package io.sluice.api;

import io.sluice.access.Passes.Purpose;
import io.sluice.api.access.AccessRoutes;
import io.sluice.api.access.PassedAddresses;
import io.sluice.api.access.PassedAddresses.Passed;
import io.sluice.api.request.LinkReader;
import io.sluice.api.request.Query;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import org.jboss.resteasy.reactive.RestResponse;

/** Addresses that open an event stream once, where neither a header nor a cookie can be sent. */
@Path("/v1/tickets")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public class TicketsResource {
  private static final Duration LIFE = Duration.ofSeconds(30);

  private final PassedAddresses addresses;

  TicketsResource(PassedAddresses addresses) {
    this.addresses = addresses;
  }

  @POST
  public RestResponse<Passed> ticket(byte[] body, RoutingContext request, UriInfo uri) {
    new Query(uri).finish();
    return addresses.give(
        AccessRoutes.known(request), Purpose.TICKET, LinkReader.stream(body), LIFE);
  }
}
