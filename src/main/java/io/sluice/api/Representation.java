package io.sluice.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.sluice.export.Export;
import io.sluice.export.ExportRequest;
import io.sluice.export.ExportState.Delivering;
import io.sluice.export.ExportState.Failed;
import io.sluice.export.ExportState.Succeeded;
import io.sluice.export.Progress;
import io.sluice.export.Result;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** An export as every answer and every event shows it. What is not known is null. */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Representation(
    String id,
    long version,
    String state,
    ExportRequest request,
    Instant createdAt,
    Optional<Instant> startedAt,
    Optional<Instant> finishedAt,
    List<Export.Phase> phases,
    Optional<Job> job,
    OptionalLong fileId,
    Progress progress,
    Optional<Result> result,
    Optional<Problem> error,
    List<String> warnings,
    int resumes) {

  /** The Storage API's job. */
  @RegisterForReflection
  public record Job(long id, String status) {}

  static Representation of(Export export) {
    return new Representation(
        export.id(),
        export.version(),
        export.state().label(),
        export.request(),
        export.createdAt(),
        export.startedAt(),
        export.finishedAt(),
        export.phases(),
        export.state().upstream().map(unload -> new Job(unload.jobId(), unload.jobStatus())),
        export.state().upstream().map(unload -> unload.fileId()).orElse(OptionalLong.empty()),
        export.progress(),
        result(export),
        error(export),
        export.warnings(),
        export.resumes());
  }

  private static Optional<Result> result(Export export) {
    if (export.state() instanceof Delivering delivering) {
      return Optional.of(delivering.result());
    }
    return export.state() instanceof Succeeded succeeded
        ? Optional.of(succeeded.result())
        : Optional.empty();
  }

  private static Optional<Problem> error(Export export) {
    return export.state() instanceof Failed failed
        ? Optional.of(Problem.of(failed.failure()))
        : Optional.empty();
  }
}
