package io.sluice.export;

import static org.awaitility.Awaitility.await;

import io.sluice.Configured;
import io.sluice.access.Caller;
import io.sluice.base.CallersContexts;
import io.sluice.base.Directories;
import io.sluice.base.ExportId;
import io.sluice.base.ManualTimekeeper;
import io.sluice.base.TableId;
import io.sluice.base.VertxTimekeeper;
import io.sluice.cloud.CloudConfig;
import io.sluice.export.accept.Exports;
import io.sluice.export.accept.KeptRequestsConfig;
import io.sluice.export.accept.Submissions;
import io.sluice.export.model.Acceptance;
import io.sluice.export.model.Export;
import io.sluice.export.model.ExportRequest;
import io.sluice.export.pipeline.ExportPipeline;
import io.sluice.export.pipeline.FetchSlices;
import io.sluice.export.pipeline.JobPoll;
import io.sluice.export.pipeline.PollConfig;
import io.sluice.export.pipeline.Scratch;
import io.sluice.export.pipeline.Stages;
import io.sluice.export.pipeline.StagesConfig;
import io.sluice.export.pipeline.UnloadTable;
import io.sluice.export.retain.Retention;
import io.sluice.export.retain.RetentionConfig;
import io.sluice.export.run.ExportRunner;
import io.sluice.export.run.ExportsConfig;
import io.sluice.store.file.MemoryStore;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The export room as it is, between scripted rooms; it can die and start again. */
public final class Gateway implements AutoCloseable {
  public static final Duration SOON = Duration.ofSeconds(10);

  public final ManualTimekeeper time;
  final Directories directories;
  public final ScriptedRooms rooms;
  private final Scratch scratch;
  private final Map<String, String> settings;
  private final boolean sharing;
  private ExportRunner runs;
  private Exports exports;

  Gateway(Vertx vertx, Path folder, Map<String, String> settings) {
    this(vertx, folder, settings, new ManualTimekeeper(), new MemoryStore.Kept(), false);
  }

  /**
   * @param sharing whether other gateways have the same store
   */
  Gateway(
      Vertx vertx,
      Path folder,
      Map<String, String> settings,
      ManualTimekeeper time,
      MemoryStore.Kept kept,
      boolean sharing) {
    this.time = time;
    this.sharing = sharing;
    this.directories = new Directories(folder.resolve("data"), folder.resolve("work"));
    // the end of an export and a sweep may both remove a folder: then one of them tries again
    this.scratch = new Scratch(vertx, directories, new VertxTimekeeper(vertx.getDelegate()));
    this.rooms = new ScriptedRooms(directories.results(), kept);
    this.settings = settings;
    start();
  }

  public Exports exports() {
    return exports;
  }

  public ExportRunner runs() {
    return runs;
  }

  public ScriptedRooms.Life room() {
    return rooms.life();
  }

  public Retention retention() {
    return new Retention(exports, scratch, room().destination, config(RetentionConfig.class), time);
  }

  /** kill -9, and a new start over what was durable. */
  public void killAndRestart() {
    rooms.restart();
    start();
  }

  public ExportId submit(ExportRequest request) {
    return accept(request).await().atMost(SOON).id();
  }

  public Uni<Export> accept(ExportRequest request) {
    return new Submissions(exports)
        .submit(Caller.program(), request, Optional.empty(), Optional.empty())
        .map(Acceptance::export);
  }

  public Export now(ExportId id) {
    return exports.find(Caller.program(), id).await().atMost(SOON);
  }

  public Export awaitEnd(ExportId id) {
    return exports.watch(Caller.program(), id).collect().last().await().atMost(SOON);
  }

  public Path result(ExportId id) {
    return directories.results().resolve(id.value()).resolve("orders.parquet");
  }

  public Path scratch(ExportId id) {
    return directories.work().resolve(id.value());
  }

  /** A work directory that does not outlive the process. */
  void loseScratch(ExportId id) {
    ScriptedRooms.deleteAll(scratch(id));
  }

  /** What lies in the work directory, but for its lock. */
  public List<String> scratches() throws IOException {
    try (Stream<Path> entries = Files.list(directories.work())) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> !name.equals(".lock"))
          .sorted()
          .toList();
    }
  }

  /** A start over what was durable. */
  public void start() {
    ScriptedRooms.Life room = rooms.life();
    JobPoll poll = new JobPoll(atOnce(), time);
    ExportPipeline pipeline =
        new ExportPipeline(
            room,
            new UnloadTable(poll),
            new FetchSlices(room, scratch, config(CloudConfig.class), time),
            scratch,
            room,
            room.destination,
            new Stages(config(StagesConfig.class)));
    runs = new ExportRunner(pipeline, scratch, room.destination, config(ExportsConfig.class), time);
    exports =
        new Exports(
            runs,
            room.store,
            sharing ? room.store.claims(time) : room.store.ownClaims(time),
            room.store,
            ScriptedRooms.rows(),
            room.destination,
            config(KeptRequestsConfig.class),
            new CallersContexts(),
            time);
    exports.count(Caller.program()).await().atMost(SOON);
  }

  /** Time stands still here: nobody waits for a job's first answer. */
  private static PollConfig atOnce() {
    return Configured.with(PollConfig.class, Map.of("sluice.poll.initial", "0s"));
  }

  private <T> T config(Class<T> mapping) {
    return Configured.with(mapping, settings);
  }

  public static ExportRequest request(String table) {
    return request(table, "default");
  }

  public static ExportRequest request(String table, String connection) {
    return new ExportRequest(
        TableId.parse(table),
        connection,
        OptionalLong.empty(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        OptionalLong.empty(),
        ExportRequest.FileType.PARQUET,
        new ExportRequest.Output(
            "orders.parquet",
            ExportRequest.Types.DECLARED,
            ExportRequest.Merge.AUTO,
            Optional.of(ExportRequest.Compression.SNAPPY),
            "local"));
  }

  /** Lets all work come to its end, so that nothing writes below the folder any more. */
  @Override
  public void close() {
    room().openAll();
    await().atMost(SOON).until(() -> runs.running() == 0);
    directories.close();
  }
}
