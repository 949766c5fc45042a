package io.sluice.api.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.sluice.api.problem.Problem;
import io.sluice.export.model.Export;
import io.sluice.export.model.ExportRequest;
import io.sluice.export.model.ExportState.Delivering;
import io.sluice.export.model.ExportState.Failed;
import io.sluice.export.model.ExportState.Succeeded;
import io.sluice.export.model.Progress;
import io.sluice.export.model.Result;
import io.sluice.export.model.Submission;
import io.sluice.export.model.Trace;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An export as every answer and every event shows it. What is not known is null.
 *
 * @param omitted the fields of the request that are left out here because they are large
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Representation(
    String id,
    long version,
    String state,
    ExportRequest request,
    List<String> omitted,
    Optional<String> createdBy,
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
    int resumes,
    Optional<String> batch,
    Optional<String> traceId,
    Links links) {

  /**
   * Where to go from here.
   *
   * @param file only once there is one
   */
  @RegisterForReflection
  public record Links(String self, String events, Optional<String> file, Optional<String> batch) {}

  /** The Storage API's job. */
  @RegisterForReflection
  public record Job(long id, String status) {}

  public static Representation of(Export export) {
    return new Representation(
        export.id().value(),
        export.version(),
        export.state().label(),
        export.request(),
        export.parts().keySet().stream().sorted().toList(),
        export.submission().owner(),
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
        export.resumes(),
        batch(export),
        export.submission().trace().map(Trace::id),
        links(export));
  }

  private static Optional<String> batch(Export export) {
    return export.submission().batch().map(Submission.Membership::id);
  }

  private static Links links(Export export) {
    String self = "/v1/exports/" + export.id();
    return new Links(
        self,
        self + "/events",
        Optional.of(self + "/file").filter(file -> export.state() instanceof Succeeded),
        batch(export).map(id -> "/v1/batches/" + id));
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
