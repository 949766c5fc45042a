package io.sluice.api;

import io.sluice.api.access.AccessRoutes;
import io.sluice.api.request.Query;
import io.sluice.api.view.ConnectionsView;
import io.sluice.api.view.ConnectionsView.Connection;
import io.sluice.base.TableId;
import io.sluice.catalog.Catalog;
import io.sluice.catalog.TableDescription;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import java.util.OptionalLong;
import org.jboss.resteasy.reactive.RestPath;

/** What there is to export. */
@Path("/v1/connections")
@Produces(MediaType.APPLICATION_JSON)
public class ConnectionsResource {
  private final Catalog catalog;
  private final ExportResponses responses;

  ConnectionsResource(Catalog catalog, ExportResponses responses) {
    this.catalog = catalog;
    this.responses = responses;
  }

  @GET
  @NonBlocking
  public ConnectionsView all(RoutingContext request, UriInfo uri) {
    new Query(uri).finish();
    return ConnectionsView.of(catalog.connections(AccessRoutes.caller(request)));
  }

  @GET
  @Path("/{connection}")
  public Uni<Connection> one(@RestPath String connection, RoutingContext request, UriInfo uri) {
    new Query(uri).finish();
    return responses
        .inTime(catalog.project(AccessRoutes.caller(request), connection))
        .map(project -> Connection.of(connection, Optional.of(project)));
  }

  @GET
  @Path("/{connection}/buckets")
  public Uni<ConnectionsView.Buckets> buckets(
      @RestPath String connection, RoutingContext request, UriInfo uri) {
    new Query(uri).finish();
    return responses
        .inTime(catalog.buckets(AccessRoutes.caller(request), connection))
        .map(ConnectionsView.Buckets::new);
  }

  @GET
  @Path("/{connection}/tables")
  public Uni<ConnectionsView.Tables> tables(
      @RestPath String connection, RoutingContext request, UriInfo uri) {
    Query query = new Query(uri);
    Optional<String> bucket = query.text("bucket");
    bucket.flatMap(Catalog::problemOfBucket).ifPresent(why -> query.wrong("bucket", why));
    query.finish();
    return responses
        .inTime(catalog.tables(AccessRoutes.caller(request), connection, bucket))
        .map(ConnectionsView.Tables::new);
  }

  @GET
  @Path("/{connection}/tables/{id}")
  public Uni<TableDescription> table(
      @RestPath String connection, @RestPath String id, RoutingContext request, UriInfo uri) {
    Query query = new Query(uri);
    OptionalLong branch = query.number("branch");
    query.finish();
    return responses.inTime(
        catalog.table(AccessRoutes.caller(request), connection, TableId.parse(id), branch));
  }
}
