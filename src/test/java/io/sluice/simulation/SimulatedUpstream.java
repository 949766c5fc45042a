package io.sluice.simulation;

import io.sluice.base.ErrorCode;
import io.sluice.base.FairPermits;
import io.sluice.base.Secret;
import io.sluice.base.TableId;
import io.sluice.base.UpstreamText;
import io.sluice.cloud.CloudCredentials;
import io.sluice.cloud.SliceAddress;
import io.sluice.export.OneProject;
import io.sluice.storage.ExportOptions;
import io.sluice.storage.FileDetail;
import io.sluice.storage.Job;
import io.sluice.storage.Manifest;
import io.sluice.storage.StorageApi;
import io.sluice.storage.Table;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** The Storage API, as one export of one life sees it: it knows for whom it is asked. */
final class SimulatedUpstream implements OneProject {
  private static final int SLICES = 2;

  private final World world;
  private final Events events;
  private final Work work;
  private final FairPermits places;
  private final String exportId;

  SimulatedUpstream(World world, Events events, Work work) {
    this(world, events, work, new FairPermits(Life.PLACES), "nobody");
  }

  private SimulatedUpstream(
      World world, Events events, Work work, FairPermits places, String exportId) {
    this.world = world;
    this.events = events;
    this.work = work;
    this.places = places;
    this.exportId = exportId;
  }

  @Override
  public StorageApi withRunId(String runId) {
    return new SimulatedUpstream(world, events, work, places, runId);
  }

  @Override
  public Uni<Job> export(TableId table, OptionalLong branch, ExportOptions options) {
    return work.upstream(
        exportId,
        "export-async",
        () -> world.ledger().unloads(exportId),
        () -> {
          world.mayFail(ErrorCode.STORAGE_UNAVAILABLE);
          return world.jobs().start(exportId);
        });
  }

  @Override
  public Uni<Job> job(long id) {
    return work.upstream(exportId, "poll", () -> {}, () -> progressed(id));
  }

  private Job progressed(long id) {
    Job job = world.jobs().get(id);
    if (job.status().ended()) {
      return job;
    }
    if (world.happens(world.mix().failingWork())) {
      Job.JobError error =
          new Job.JobError(
              Optional.empty(), UpstreamText.instead("as it happens"), Optional.empty());
      return world.jobs().keep(new Job(id, Job.Status.ERROR, Optional.empty(), Optional.of(error)));
    }
    return world.happens(0.4)
        ? world.jobs().keep(new Job(id, Job.Status.PROCESSING, Optional.empty(), job.error()))
        : world.jobs().keep(new Job(id, Job.Status.SUCCESS, Optional.of(id + 1000), job.error()));
  }

  @Override
  public Uni<FileDetail> file(long id, OptionalLong branch) {
    return work.of(
        exportId,
        "file detail",
        () -> {},
        () -> {
          world.mayFail(ErrorCode.STORAGE_UNAVAILABLE);
          return new FileDetail(
              id,
              "file",
              true,
              Secret.of("url"),
              OptionalLong.of(SLICES * 5L),
              new CloudCredentials.Presigned(Secret.of("url"), Optional.empty()));
        });
  }

  @Override
  public Uni<Manifest> manifest(FileDetail file) {
    return Uni.createFrom().item(new Manifest(addresses(file.id())));
  }

  private static List<SliceAddress> addresses(long fileId) {
    return IntStream.range(0, SLICES)
        .mapToObj(number -> new SliceAddress("s3://bucket/" + fileId + "/" + number))
        .toList();
  }

  /** What a result of that file holds. */
  static String content(long fileId) {
    return String.join("", addresses(fileId).stream().map(SimulatedUpstream::content).toList());
  }

  static String content(SliceAddress address) {
    return address.value() + ";";
  }

  @Override
  public Uni<Table> table(TableId table, OptionalLong branch) {
    Table.Column id =
        new Table.Column("id", Optional.empty(), Optional.empty(), Optional.empty(), true);
    return Uni.createFrom()
        .item(
            new Table(
                table.toString(),
                table.name(),
                false,
                List.of(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                List.of(id)));
  }

  @Override
  public <T> Uni<T> inJobPlace(Supplier<Uni<T>> fromStartToEnd) {
    return places.use("project", place -> fromStartToEnd.get());
  }

  @Override
  public <T> Uni<T> besideRunningJob(Supplier<Uni<T>> untilItsEnd) {
    return untilItsEnd.get();
  }
}
