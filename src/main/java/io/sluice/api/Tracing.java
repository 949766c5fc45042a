package io.sluice.api;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.sluice.export.model.Trace;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;

/** The trace that a request belongs to. */
final class Tracing {
  private Tracing() {}

  /** By the gateway's own span where traces are on, else by the caller's {@code traceparent}. */
  static Optional<Trace> of(HttpHeaders request) {
    SpanContext span = Span.current().getSpanContext();
    return span.isValid()
        ? Optional.of(new Trace(span.getTraceId(), span.getSpanId(), span.getTraceFlags().asHex()))
        : Optional.ofNullable(request.getHeaderString("traceparent")).flatMap(Trace::parse);
  }
}
