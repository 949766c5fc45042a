package io.sluice.export.live;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.sluice.export.model.Export;
import io.sluice.export.model.Export.Phase;
import io.sluice.export.model.ExportState.Failed;
import io.sluice.export.model.Trace;
import io.sluice.transfer.SliceFile;
import java.time.Instant;

/**
 * A span for each phase of an export and for each slice, under the request that asked for it. Each
 * is told when it has ended, with the time when it began: nothing is held open, and a phase that a
 * restart cut is one span all the same. Without a trace, or with traces off, nothing happens.
 */
final class ExportTraces {
  private ExportTraces() {}

  /** Tells of a phase that a durable transition has ended. */
  static void left(Phase left, Export after) {
    after.submission().trace().ifPresent(trace -> phase(trace, left, after));
  }

  /** Tells of a slice that was fetched. */
  static void fetched(Export export, SliceFile slice, Instant begun, Instant ended) {
    export
        .submission()
        .trace()
        .ifPresent(
            trace ->
                span(trace, "export slice", begun, export)
                    .setAttribute("sluice.slice", slice.number())
                    .setAttribute("sluice.slice.bytes", slice.bytes())
                    .startSpan()
                    .end(ended));
  }

  private static void phase(Trace trace, Phase left, Export after) {
    SpanBuilder builder =
        span(trace, "export " + left.state(), left.at(), after)
            .setAttribute("sluice.state", left.state())
            .setAttribute("sluice.resumes", after.resumes());
    after
        .state()
        .upstream()
        .ifPresent(unload -> builder.setAttribute("sluice.job.id", unload.jobId()));
    Span span = builder.startSpan();
    if (after.state() instanceof Failed failed) {
      span.setStatus(StatusCode.ERROR, failed.failure().code().slug());
    }
    span.end(after.phase().at());
  }

  private static SpanBuilder span(Trace trace, String name, Instant begun, Export export) {
    SpanContext parent =
        SpanContext.createFromRemoteParent(
            trace.id(),
            trace.span(),
            TraceFlags.fromHex(trace.flags(), 0),
            TraceState.getDefault());
    return GlobalOpenTelemetry.getTracer("io.sluice")
        .spanBuilder(name)
        .setParent(Context.root().with(Span.wrap(parent)))
        .setStartTimestamp(begun)
        .setAttribute("sluice.export.id", export.id().value())
        .setAttribute("sluice.table", export.request().table().value())
        .setAttribute("sluice.connection", export.request().connection());
  }
}
