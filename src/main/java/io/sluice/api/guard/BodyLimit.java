package io.sluice.api.guard;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.sluice.api.request.RequestLimitsConfig;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Refuses bodies that are larger than is read: by the length that they say, else when more than the
 * limit has come. The framework does so too, with an answer that has no body and a connection that
 * is closed under whoever still sends.
 */
@Provider
@ApplicationScoped
public class BodyLimit implements ReaderInterceptor {
  private static final int TOO_LARGE = Status.REQUEST_ENTITY_TOO_LARGE.getStatusCode();

  private final long largest;
  private final Duration bodyTime;

  public BodyLimit(
      @ConfigProperty(name = "quarkus.http.limits.max-body-size") Optional<MemorySize> largest,
      RequestLimitsConfig limits) {
    this.largest = largest.map(MemorySize::asLongValue).orElse(Long.MAX_VALUE);
    this.bodyTime = limits.bodyTime();
  }

  void install(@Observes Router router) {
    router.route().order(GuardRoutes.ORDER + 1).handler(this::refuseByLength);
    router
        .route()
        .order(RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT + 1)
        .handler(BodyLimit::switchTheFrameworksOff);
  }

  /** Reads what comes in chunks, and one byte too many tells that it is too large. */
  @Override
  public Object aroundReadFrom(ReaderInterceptorContext body) throws IOException {
    int most = (int) Math.min(largest, Integer.MAX_VALUE - 1);
    byte[] read = body.getInputStream().readNBytes(most + 1);
    if (read.length > most) {
      throw new ClientErrorException(Status.REQUEST_ENTITY_TOO_LARGE);
    }
    body.setInputStream(new ByteArrayInputStream(read));
    return body.proceed();
  }

  private void refuseByLength(RoutingContext routing) {
    HttpServerResponse response = routing.response();
    routing.addHeadersEndHandler(
        head -> {
          if (response.getStatusCode() == TOO_LARGE) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
          }
        });
    routing.addEndHandler(
        sent -> {
          if (response.getStatusCode() == TOO_LARGE) {
            routing.vertx().runOnContext(next -> closeAfterTheBody(routing));
          }
        });
    if (GuardRoutes.length(routing.request()) > largest) {
      routing.fail(TOO_LARGE);
    } else {
      routing.next();
    }
  }

  /** Whoever still sends would find the connection broken instead of the answer. */
  private void closeAfterTheBody(RoutingContext routing) {
    HttpServerRequest request = routing.request();
    if (request.isEnded()) {
      request.connection().close();
      return;
    }
    routing.vertx().setTimer(bodyTime.toMillis(), over -> request.connection().close());
    request.endHandler(ended -> request.connection().close());
    request.handler(unread -> {}).resume();
  }

  private static void switchTheFrameworksOff(RoutingContext routing) {
    routing.remove(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY);
    routing.next();
  }
}
