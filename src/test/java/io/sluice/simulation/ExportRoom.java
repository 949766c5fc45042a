package io.sluice.simulation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.sluice.Configured;
import io.sluice.base.Contexts;
import io.sluice.base.Directories;
import io.sluice.base.Timekeeper;
import io.sluice.cloud.CloudConfig;
import io.sluice.delivery.Destination;
import io.sluice.export.accept.Batches;
import io.sluice.export.accept.Exports;
import io.sluice.export.accept.KeptRequestsConfig;
import io.sluice.export.accept.Submissions;
import io.sluice.export.live.ExportRows;
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
import io.sluice.export.retain.Sweeps;
import io.sluice.export.run.ExportRunner;
import io.sluice.export.run.ExportsConfig;
import io.sluice.parquet.ParquetMerge;
import io.sluice.storage.Connections;
import io.sluice.store.Changes;
import io.sluice.store.Claims;
import io.sluice.store.ExportStore;
import io.sluice.transfer.SliceTransfer;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;

/** The export room as it is, between other rooms of somebody's making; for one life. */
final class ExportRoom {
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .registerModules(new Jdk8Module(), new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

  private final ExportRunner runs;
  private final Exports exports;
  private final Submissions submissions;
  private final Batches batches;
  private final Retention retention;

  /** Read once: many rooms are made of it. */
  static final class Settings {
    private final PollConfig poll = Configured.with(PollConfig.class, Map.of());
    private final StagesConfig stages =
        Configured.with(
            StagesConfig.class,
            Map.of("sluice.stages.transferring", "1", "sluice.stages.merging", "1"));
    private final CloudConfig cloud = Configured.with(CloudConfig.class, Map.of());
    private final ExportsConfig exports;
    private final KeptRequestsConfig kept;
    private final RetentionConfig retention;

    /**
     * @param parallel exports at work at once
     * @param queueLimit exports accepted beside those
     * @param keptRequests bytes of large requests
     * @param retention how long what has ended is kept
     */
    Settings(int parallel, int queueLimit, int keptRequests, Duration retention) {
      this.exports =
          Configured.with(
              ExportsConfig.class,
              Map.of(
                  "sluice.exports.parallel", String.valueOf(parallel),
                  "sluice.exports.queue-limit", String.valueOf(queueLimit)));
      this.kept =
          Configured.with(
              KeptRequestsConfig.class,
              Map.of("sluice.limits.kept-requests", String.valueOf(keptRequests)));
      this.retention =
          Configured.with(
              RetentionConfig.class, Map.of("sluice.retention", String.valueOf(retention)));
    }
  }

  /** The rooms around. */
  record Neighbours(
      Connections connections,
      SliceTransfer transfer,
      ParquetMerge merge,
      Destination destination,
      ExportStore store,
      Claims claims,
      Changes changes,
      Executor beside,
      Contexts contexts,
      Directories directories,
      Vertx vertx,
      Timekeeper time) {}

  ExportRoom(Neighbours around, Settings settings) {
    Timekeeper time = around.time();
    Scratch scratch = new Scratch(around.vertx(), around.directories(), time);
    ExportPipeline pipeline =
        new ExportPipeline(
            around.connections(),
            new UnloadTable(new JobPoll(settings.poll, time)),
            new FetchSlices(around.transfer(), scratch, settings.cloud, time),
            scratch,
            around.merge(),
            around.destination(),
            new Stages(settings.stages));
    runs = new ExportRunner(pipeline, scratch, around.destination(), settings.exports, time);
    exports =
        new Exports(
            runs,
            around.store(),
            around.claims(),
            around.changes(),
            new ExportRows(MAPPER, around.beside()),
            around.destination(),
            settings.kept,
            around.contexts(),
            time);
    submissions = new Submissions(exports);
    batches = new Batches(exports, time);
    retention = new Retention(exports, scratch, around.destination(), settings.retention, time);
  }

  Exports exports() {
    return exports;
  }

  Submissions submissions() {
    return submissions;
  }

  Batches batches() {
    return batches;
  }

  /** As on SIGTERM. */
  void leave() {
    runs.leave();
  }

  Uni<Void> sweep() {
    return Sweeps.of(retention);
  }
}
