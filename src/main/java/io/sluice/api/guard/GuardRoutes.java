package io.sluice.api.guard;

import io.sluice.api.request.RequestLimitsConfig;
import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at every request before any other route does, and gives every answer its headers. */
@ApplicationScoped
public class GuardRoutes {
  /**
   * Of the guard among all routes: the first, and of those that are as well it is made earlier than
   * the framework's. A route with a path may not be tried before the path is known to be one.
   */
  static final int ORDER = Integer.MIN_VALUE;

  /** What an answer has unless its route says otherwise. */
  private static final Map<String, String> HEADERS =
      Map.of(
          "X-Content-Type-Options", "nosniff",
          "Cache-Control", "no-store",
          "Content-Security-Policy", "frame-ancestors 'none'",
          "Referrer-Policy", "no-referrer",
          "Cross-Origin-Resource-Policy", "same-origin");

  private final HostNames names;
  private final Duration bodyTime;

  public GuardRoutes(HttpConfig config, RequestLimitsConfig limits) {
    this.names = new HostNames(config.hosts().orElse(List.of()));
    this.bodyTime = limits.bodyTime();
  }

  void install(@Observes Router router) {
    router.route().order(ORDER).handler(GuardRoutes::takeTurns);
    router.route().order(ORDER).handler(GuardRoutes::addHeaders);
    router.route().order(ORDER).handler(this::guard);
  }

  /**
   * Lets a request wait until its peer has taken the answers before. Whoever sends many at once and
   * reads nothing would have all of their answers kept in memory.
   */
  private static void takeTurns(RoutingContext routing) {
    HttpServerResponse response = routing.response();
    if (response.writeQueueFull()) {
      response.drainHandler(
          taken -> {
            response.drainHandler(null);
            routing.next();
          });
    } else {
      routing.next();
    }
  }

  private static void addHeaders(RoutingContext routing) {
    routing.addHeadersEndHandler(
        written -> {
          MultiMap headers = routing.response().headers();
          HEADERS.forEach(
              (name, value) -> {
                if (!headers.contains(name)) {
                  headers.set(name, value);
                }
              });
        });
    routing.next();
  }

  private void guard(RoutingContext routing) {
    HttpServerRequest request = routing.request();
    List<String> hosts = request.headers().getAll(HttpHeaders.HOST);
    List<String> codings = request.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
    Optional<String> fault = RequestTarget.fault(request.uri());
    if (fault.isPresent()) {
      refuse(routing, ErrorCode.INVALID_REQUEST, fault.get());
    } else if (hosts.size() != 1) {
      refuse(
          routing, ErrorCode.INVALID_REQUEST, "A request has one Host; here are " + hosts.size());
    } else if (!codings.isEmpty() && !codings.equals(List.of("chunked"))) {
      refuse(
          routing,
          ErrorCode.INVALID_REQUEST,
          "The only Transfer-Encoding that is understood is chunked, said once");
    } else if (!names.include(hosts.get(0))) {
      refuse(
          routing,
          ErrorCode.UNKNOWN_HOST,
          "This gateway does not go by the Host of this request; add the name to"
              + " sluice.http.hosts, or use localhost or its IP address");
    } else if (CrossSite.isRefused(request.method(), hosts.get(0), request.headers())) {
      refuse(
          routing,
          ErrorCode.CROSS_SITE,
          "A page of another site is behind this request (Origin, Sec-Fetch-Site)");
    } else {
      expectBody(routing);
      routing.next();
    }
  }

  /** What the request says of its body. */
  static long length(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length == null ? 0 : Long.parseLong(length);
  }

  /**
   * Whoever sends a body byte by byte holds a connection for as long, also where the answer did not
   * wait for it.
   */
  private void expectBody(RoutingContext routing) {
    HttpServerRequest request = routing.request();
    if (request.headers().contains(HttpHeaders.TRANSFER_ENCODING) || length(request) > 0) {
      long timer = routing.vertx().setTimer(bodyTime.toMillis(), over -> miss(routing));
      routing.addEndHandler(
          ended -> {
            if (ended.failed() || request.isEnded()) {
              routing.vertx().cancelTimer(timer);
            }
          });
    }
  }

  private void miss(RoutingContext routing) {
    if (!routing.request().isEnded()) {
      refuse(
          routing,
          ErrorCode.REQUEST_TIMEOUT,
          "The body did not arrive within sluice.limits.body-time (%s)".formatted(bodyTime));
    }
  }

  private static void refuse(RoutingContext routing, ErrorCode code, String why) {
    if (routing.response().headWritten()) {
      routing.request().connection().close();
      return;
    }
    closeAfterAnswer(routing);
    routing.fail(new SluiceException(code, why));
  }

  /** What follows on the connection may be the rest of what was refused. */
  private static void closeAfterAnswer(RoutingContext routing) {
    HttpServerResponse response = routing.response();
    response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    response.endHandler(sent -> routing.request().connection().close());
  }
}
