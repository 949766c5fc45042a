package io.sluice.sandbox.cloud;

import io.sluice.sandbox.wire.Gate;
import io.sluice.sandbox.wire.RequestLog;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.Predicate;

/** Secrets that come to where they must not come are refused and remembered. */
public final class Leaks {
  private static final String BEARER = "Bearer ";

  private Leaks() {}

  /** A Storage token at a cloud's address. */
  static Optional<Refusal> atCloud(RoutingContext context, Surroundings around) {
    HttpServerRequest request = context.request();
    if (request.getHeader("X-StorageApi-Token") != null
        || bearer(request).filter(around.storageToken()).isPresent()) {
      around.log().leak("Storage token sent to " + Gate.path(context));
      return Optional.of(Refusal.DENIED);
    }
    return Optional.empty();
  }

  /** Credentials of a cloud at the address of another. */
  static void foreign(RoutingContext context, Surroundings around, Predicate<String> header) {
    context.request().headers().names().stream()
        .filter(header)
        .forEach(name -> around.log().leak(name + " sent to " + Gate.path(context)));
  }

  /** Credentials of a cloud at the Storage API. */
  public static void atStorage(RoutingContext context, RequestLog log) {
    HttpServerRequest request = context.request();
    String authorization = request.getHeader("Authorization");
    if (request.getHeader("x-amz-security-token") != null
        || (authorization != null && authorization.startsWith(SigV4.ALGORITHM))
        || bearer(request).filter(token -> token.startsWith(GcpCloud.TOKEN_PREFIX)).isPresent()) {
      log.leak("Cloud credentials sent to " + Gate.path(context));
    }
  }

  static Optional<String> bearer(HttpServerRequest request) {
    return Optional.ofNullable(request.getHeader("Authorization"))
        .filter(value -> value.startsWith(BEARER))
        .map(value -> value.substring(BEARER.length()));
  }
}
