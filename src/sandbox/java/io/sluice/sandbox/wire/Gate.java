package io.sluice.sandbox.wire;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Where every request enters: noted, and hit by a fault or let through. */
public final class Gate implements Handler<RoutingContext> {
  private static final String FAULT = "sandbox.fault";
  private static final String PATH = "sandbox.path";
  private static final String ORIGIN = "sandbox.origin";

  private final String base;
  private final Faults faults;
  private final RequestLog log;

  /**
   * A gate before everything below the base.
   *
   * @param base the path below which the sandbox lies, without a slash at its end
   */
  public Gate(String base, Faults faults, RequestLog log) {
    this.base = base;
    this.faults = faults;
    this.log = log;
  }

  @Override
  public void handle(RoutingContext context) {
    String path = context.request().path().substring(base.length());
    Optional<Fault> fault = faults.befalling(context.request().method().name(), path);
    context.put(PATH, path);
    context.put(ORIGIN, origin(context.request()));
    context.put(FAULT, fault);
    context.addEndHandler(ended -> note(context, path, fault));
    if (fault.isEmpty()) {
      context.next();
    } else if (fault.get() instanceof Fault.Status status) {
      refuse(context, status.status(), status.retryAfter());
    } else if (fault.get() instanceof Fault.Maintenance maintenance) {
      maintenance.retryAfter().ifPresent(wait -> retryAfter(context, wait));
      Reply.json(context, 503, ErrorBodies.maintenance());
    } else {
      context.next();
    }
  }

  private static void refuse(RoutingContext context, int status, Optional<String> retryAfter) {
    retryAfter.ifPresent(wait -> retryAfter(context, wait));
    ErrorBodies.answer(context, path(context), status);
  }

  private static void retryAfter(RoutingContext context, String wait) {
    context.response().putHeader(HttpHeaders.RETRY_AFTER, wait);
  }

  private void note(RoutingContext context, String path, Optional<Fault> fault) {
    log.add(
        new RequestLog.Entry(
            context.request().method().name(),
            path,
            context.request().headers(),
            context.response().getStatusCode(),
            context.response().bytesWritten(),
            fault.map(Object::toString).orElse("")));
  }

  /** The request's path below the sandbox's base, as it came: not decoded. */
  public static String path(RoutingContext context) {
    return context.get(PATH);
  }

  private String origin(HttpServerRequest request) {
    return request.scheme() + "://" + request.authority() + base;
  }

  /** The sandbox's base as the caller sees it, such as {@code http://127.0.0.1:8080/sandbox}. */
  public static String origin(RoutingContext context) {
    return context.get(ORIGIN);
  }

  /** The fault that befalls this request. */
  public static Optional<Fault> fault(RoutingContext context) {
    return Optional.ofNullable(context.<Optional<Fault>>get(FAULT)).flatMap(fault -> fault);
  }
}
