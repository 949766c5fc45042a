package io.sluice.export.pipeline;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.base.SluiceException.Upstream;
import io.sluice.base.UpstreamText;
import io.sluice.export.live.LiveExport;
import io.sluice.export.model.Export;
import io.sluice.export.model.ExportRequest;
import io.sluice.export.model.ExportState;
import io.sluice.export.model.ExportState.Exporting;
import io.sluice.export.model.Unload;
import io.sluice.storage.ExportOptions;
import io.sluice.storage.Job;
import io.sluice.storage.Job.JobError;
import io.sluice.storage.ParquetSupport;
import io.sluice.storage.StorageApi;
import io.sluice.storage.StorageApi.Project;
import io.sluice.storage.Table;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The Storage API's part: starts the job that unloads the table and waits for its file. */
@ApplicationScoped
public class UnloadTable {
  private final JobPoll poll;

  public UnloadTable(JobPoll poll) {
    this.poll = poll;
  }

  /** Starts the job; which columns and file type it delivers is settled here. */
  Uni<Unload> start(StorageApi api, LiveExport export) {
    return export
        .request()
        .chain(
            request ->
                plan(api, export, request)
                    .chain(planned -> startJob(api, export.now(), request, planned)));
  }

  /**
   * The state that follows the job's end: downloading, or exporting once more, as CSV, where the
   * backend cannot unload Parquet. Any other failed job fails, with its own words.
   */
  Uni<ExportState> awaitFile(StorageApi api, LiveExport export, Exporting exporting) {
    return poll.untilEnded(
            api::job,
            exporting.unload().jobId(),
            ended(exporting.unload()),
            job -> export.refresh(exporting.exporting(exporting.unload().withStatus(label(job)))))
        .chain(
            job ->
                wantsCsv(export.now(), exporting.unload(), job)
                    ? asCsv(api, export, exporting)
                    : Uni.createFrom()
                        .item(() -> exporting.downloading(fileOf(export.now(), job))));
  }

  private static Uni<Unload> plan(StorageApi api, LiveExport export, ExportRequest request) {
    return Uni.combine()
        .all()
        .unis(api.project(), api.table(request.table(), request.branch()))
        .with(
            (project, table) ->
                Unload.planned(
                    fileType(export, request, table),
                    dialect(project),
                    table.typed(),
                    ColumnSelection.select(table, request)));
  }

  private Uni<Unload> startJob(
      StorageApi api, Export export, ExportRequest request, Unload planned) {
    ExportOptions options =
        ExportOptionsMapper.of(request, export.createdAt(), planned.columns(), planned.fileType());
    return api.export(request.table(), request.branch(), options)
        .map(job -> planned.inJob(job.id(), label(job)));
  }

  private Uni<ExportState> asCsv(StorageApi api, LiveExport export, Exporting exporting) {
    export.warn(
        List.of("The backend could not unload this table as Parquet; it was exported as CSV"));
    return export
        .request()
        .chain(request -> startJob(api, export.now(), request, exporting.unload().asCsv()))
        .map(exporting::exporting);
  }

  private static boolean wantsCsv(Export export, Unload unload, Job job) {
    return export.request().fileType() == ExportRequest.FileType.AUTO
        && unload.fileType() == Unload.FileType.PARQUET
        && job.error().filter(ParquetSupport::asksForCsv).isPresent();
  }

  private static Unload.FileType fileType(LiveExport export, ExportRequest request, Table table) {
    return switch (request.fileType()) {
      case CSV -> Unload.FileType.CSV;
      case PARQUET -> Unload.FileType.PARQUET;
      case AUTO ->
          ParquetSupport.obstacle(table, request.columns())
              .map(column -> csvBecauseOf(export, column))
              .orElse(Unload.FileType.PARQUET);
    };
  }

  private static Unload.FileType csvBecauseOf(LiveExport export, Table.Column column) {
    export.warn(
        List.of(
            "Column %s (%s) cannot be unloaded as Parquet; the table was exported as CSV"
                .formatted(
                    UpstreamText.printable(column.name(), 128),
                    UpstreamText.printable(column.type().orElse(""), 64))));
    return Unload.FileType.CSV;
  }

  private static Unload.Dialect dialect(Project project) {
    return project.backend().equalsIgnoreCase("bigquery")
        ? Unload.Dialect.BIGQUERY
        : Unload.Dialect.SNOWFLAKE;
  }

  /** Whether the job had ended when its status was last kept. */
  private static boolean ended(Unload unload) {
    return Stream.of(Job.Status.values())
        .filter(Job.Status::ended)
        .anyMatch(status -> label(status).equals(unload.jobStatus()));
  }

  private static String label(Job job) {
    return label(job.status());
  }

  private static String label(Job.Status status) {
    return status.name().toLowerCase(Locale.ROOT);
  }

  private static long fileOf(Export export, Job job) {
    if (job.status() == Job.Status.ERROR) {
      throw jobFailed(export, job);
    }
    return job.fileId().orElseThrow(() -> fileMissing(export, job));
  }

  private static SluiceException jobFailed(Export export, Job job) {
    Optional<JobError> error = job.error();
    return new SluiceException(
            ErrorCode.JOB_FAILED,
            "Storage job %d, which exports %s, failed: %s"
                .formatted(
                    job.id(),
                    export.request().table(),
                    error.map(said -> said.message().toString()).orElse("it gave no reason")))
        .with(
            new Upstream(
                Optional.of(job.id()),
                error.flatMap(JobError::code).map(UpstreamText::toString),
                error.flatMap(JobError::exceptionId).map(UpstreamText::toString)));
  }

  private static SluiceException fileMissing(Export export, Job job) {
    return new SluiceException(
            ErrorCode.STORAGE_PROTOCOL,
            "Storage job %d, which exports %s, succeeded but names no file; ask for the export again"
                .formatted(job.id(), export.request().table()))
        .with(new Upstream(Optional.of(job.id()), Optional.empty(), Optional.empty()));
  }
}
