package io.sluice.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.sluice.base.ErrorCode;
import io.sluice.base.ExportId;
import io.sluice.base.FairPermits;
import io.sluice.base.Secret;
import io.sluice.base.SluiceException;
import io.sluice.base.TableId;
import io.sluice.cloud.CloudCredentials;
import io.sluice.cloud.SliceAddress;
import io.sluice.csv.CsvSummary;
import io.sluice.delivery.Destination;
import io.sluice.export.live.ExportRows;
import io.sluice.parquet.MergeRequest;
import io.sluice.parquet.MergeResult;
import io.sluice.parquet.ParquetMerge;
import io.sluice.storage.ExportOptions;
import io.sluice.storage.FileDetail;
import io.sluice.storage.Job;
import io.sluice.storage.Manifest;
import io.sluice.storage.StorageApi;
import io.sluice.storage.Table;
import io.sluice.store.Document;
import io.sluice.store.Insertion;
import io.sluice.store.Labels;
import io.sluice.store.Newcomer;
import io.sluice.store.Row;
import io.sluice.store.SaveOutcome;
import io.sluice.store.file.MemoryStore;
import io.sluice.transfer.SliceFile;
import io.sluice.transfer.SliceTransfer;
import io.sluice.transfer.TransferRequest;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The rooms around the export room, reduced to their ports: each can be held up at a gate, and what
 * is durable in them survives a {@link #restart()}. A table is three slices of five bytes.
 */
public final class ScriptedRooms {
  static final int SLICES = 3;

  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .registerModules(new Jdk8Module(), new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

  /** What survives. */
  private final MemoryStore.Kept kept;

  private final Path results;

  /** The last merge that was asked for. */
  final AtomicReference<MergeRequest> lastMerge = new AtomicReference<>();

  /** What the last sweep takes for a result of nobody's. */
  public final AtomicReference<Predicate<ExportId>> orphan = new AtomicReference<>();

  /** With what the Storage API was asked last. */
  public final AtomicReference<ExportOptions> lastOptions = new AtomicReference<>();

  final AtomicInteger jobsStarted = new AtomicInteger();
  final AtomicInteger jobsEnded = new AtomicInteger();
  final AtomicInteger mostJobsAtOnce = new AtomicInteger();
  final AtomicInteger slicesFetched = new AtomicInteger();
  final List<Long> jobsPolled = new ArrayList<>();

  /** What a kill takes along. */
  private Life life;

  ScriptedRooms(Path results, MemoryStore.Kept kept) {
    this.results = results;
    this.kept = kept;
    this.life = new Life();
  }

  /** What a slice of so many rows holds. */
  static CsvSummary rows(long rows) {
    return new CsvSummary(rows, 10, 1, 5, OptionalLong.of(1), true, false, false);
  }

  /** The process dies: nothing that stands before a gate, or comes later, has any effect. */
  public Life restart() {
    life.alive = false;
    life.store.die();
    life = new Life();
    return life;
  }

  Life life() {
    return life;
  }

  /** What the store has, by id. */
  public Map<String, Row> kept() {
    return kept.rows;
  }

  /** What is large in requests, by digest. */
  public Map<String, byte[]> parts() {
    return kept.parts;
  }

  /** As another version kept it. */
  public void rewrite(String id, UnaryOperator<Labels> labels, Consumer<ObjectNode> change) {
    Row row = kept.rows.get(id);
    try {
      ObjectNode document = (ObjectNode) MAPPER.readTree(row.document().json());
      change.accept(document);
      byte[] json = MAPPER.writeValueAsBytes(document);
      kept.rows.put(
          id,
          new Row(
              id,
              row.version(),
              row.fence(),
              labels.apply(row.labels()),
              Document.of(json),
              document.has("parts") ? row.parts() : Set.of()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static ExportRows rows() {
    return new ExportRows(MAPPER, Runnable::run);
  }

  /** One life of the gateway. */
  public final class Life implements OneProject, SliceTransfer, ParquetMerge {
    final Gate placing = new Gate();
    public final Gate exporting = new Gate();
    final Gate polling = new Gate();
    final Gate fetching = new Gate();
    public final Gate merging = new Gate();
    final Gate publishing = new Gate();
    final Gate saving = new Gate();
    public final Destination destination = new Shelf(publishing);
    public final MemoryStore store = new Memory(this);
    private final AtomicInteger jobsAtOnce = new AtomicInteger();
    private volatile FairPermits places = new FairPermits(1000);
    private volatile boolean alive = true;
    private volatile boolean cleaning;
    private volatile boolean failingSaves;
    private final AtomicInteger room = new AtomicInteger(Integer.MAX_VALUE);

    @Override
    public StorageApi withRunId(String runId) {
      return this;
    }

    @Override
    public <T> Uni<T> inJobPlace(Supplier<Uni<T>> fromStartToEnd) {
      return placing
          .pass()
          .chain(() -> places.use("project", place -> counted(fromStartToEnd.get())));
    }

    private <T> Uni<T> counted(Uni<T> job) {
      int atOnce = jobsAtOnce.incrementAndGet();
      mostJobsAtOnce.accumulateAndGet(atOnce, Math::max);
      return job.onTermination().invoke(jobsAtOnce::decrementAndGet);
    }

    @Override
    public <T> Uni<T> besideRunningJob(Supplier<Uni<T>> untilItsEnd) {
      return untilItsEnd.get();
    }

    @Override
    public Uni<Job> export(TableId table, OptionalLong branch, ExportOptions options) {
      lastOptions.set(options);
      return exporting
          .pass()
          .map(
              done ->
                  new Job(
                      jobsStarted.incrementAndGet(),
                      Job.Status.WAITING,
                      Optional.empty(),
                      Optional.empty()));
    }

    @Override
    public Uni<Job> job(long id) {
      jobsPolled.add(id);
      return polling
          .pass()
          .invoke(jobsEnded::incrementAndGet)
          .map(done -> new Job(id, Job.Status.SUCCESS, Optional.of(id + 1000), Optional.empty()));
    }

    @Override
    public Uni<FileDetail> file(long id, OptionalLong branch) {
      return Uni.createFrom()
          .item(
              new FileDetail(
                  id,
                  "orders",
                  true,
                  Secret.of("url"),
                  OptionalLong.of(SLICES * 5L),
                  new CloudCredentials.Presigned(Secret.of("url"), Optional.empty())));
    }

    @Override
    public Uni<Manifest> manifest(FileDetail file) {
      List<SliceAddress> slices = new ArrayList<>();
      for (int number = 0; number < SLICES; number++) {
        slices.add(new SliceAddress("s3://bucket/" + file.id() + "/" + number));
      }
      return Uni.createFrom().item(new Manifest(slices));
    }

    @Override
    public Uni<Table> table(TableId table, OptionalLong branch) {
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
                  List.of(
                      new Table.Column(
                          "id", Optional.empty(), Optional.empty(), Optional.empty(), true))));
    }

    /** The first slice arrives at once, the others behind the gate; what is there is kept. */
    @Override
    public Uni<List<SliceFile>> fetch(TransferRequest request) {
      List<SliceFile> files = new ArrayList<>();
      files.add(arrive(request, 0));
      return fetching
          .pass()
          .map(
              done -> {
                for (int number = 1; number < request.slices().size(); number++) {
                  files.add(arrive(request, number));
                }
                return files;
              });
    }

    private SliceFile arrive(TransferRequest request, int number) {
      Path path = request.directory().resolve("slice-%05d.parquet".formatted(number));
      if (!Files.exists(path)) {
        write(path, "row %d".formatted(number).substring(0, 5));
        slicesFetched.incrementAndGet();
      }
      if (cleaning) {
        delete(path);
      }
      SliceFile slice = new SliceFile(number, path, 5, Optional.of(rows(number + 1)));
      request.listener().received(5);
      request.listener().finished(slice);
      return slice;
    }

    @Override
    public Uni<MergeResult> merge(MergeRequest request) {
      return merging.pass().map(done -> merged(request));
    }

    private MergeResult merged(MergeRequest request) {
      lastMerge.set(request);
      StringBuilder content = new StringBuilder();
      request.slices().forEach(slice -> content.append(read(slice)));
      if (Files.exists(request.output())) {
        throw new IllegalStateException("the output exists");
      }
      write(request.output(), content.toString());
      return new MergeResult(
          3, 15, "sha", "md5", 1, MergeResult.Kind.REWRITE, "why", List.of(), List.of());
    }

    /** The project runs so many jobs at once. */
    void runsJobs(int atOnce) {
      places = new FairPermits(atOnce);
    }

    /** Nothing is held up any more. */
    void openAll() {
      List.of(placing, exporting, polling, fetching, merging, publishing, saving)
          .forEach(Gate::open);
    }

    /** As a disk that is full after so many saves more. */
    public void failSavesAfter(int saves) {
      room.set(saves);
    }

    /** As something that removes slices as soon as they are there. */
    void cleanUp() {
      cleaning = true;
    }

    /** As a disk that is full. */
    void failSaves(boolean failing) {
      failingSaves = failing;
    }

    private void need(int rows) {
      if (failingSaves || room.getAndAdd(-rows) < rows) {
        throw new SluiceException(ErrorCode.DISK_FULL, "no space left");
      }
    }
  }

  /** What one life sees of the store: once it is dead it changes nothing. */
  private final class Memory extends MemoryStore {
    private final Life life;

    Memory(Life life) {
      super(kept);
      this.life = life;
    }

    @Override
    public Uni<Insertion> insert(List<Newcomer> newcomers) {
      return life.saving.pass().chain(() -> super.insert(newcomers));
    }

    @Override
    protected Insertion insertNow(List<Newcomer> newcomers) {
      life.need(newcomers.size());
      return life.alive ? super.insertNow(newcomers) : new Insertion.KeyTaken(List.of());
    }

    @Override
    public Uni<SaveOutcome> save(Row row, long before, Map<String, byte[]> contents) {
      return life.saving.pass().chain(() -> super.save(row, before, contents));
    }

    @Override
    protected SaveOutcome saveNow(Row row, long before, Map<String, byte[]> contents) {
      life.need(1);
      return life.alive ? super.saveNow(row, before, contents) : SaveOutcome.SAVED;
    }

    @Override
    protected void removeNow(String id) {
      if (life.alive) {
        super.removeNow(id);
      }
    }
  }

  /** A directory for results. */
  private final class Shelf implements Destination {
    private final Gate publishing;

    Shelf(Gate publishing) {
      this.publishing = publishing;
    }

    @Override
    public Uni<Optional<URI>> publish(ExportId export, String name, Path file) {
      return publishing.pass().map(done -> published(export, name, file));
    }

    private Optional<URI> published(ExportId export, String name, Path file) {
      Path target = results.resolve(export.value()).resolve(name);
      if (Files.exists(file)) {
        write(target, read(file));
        delete(file);
      }
      return Files.exists(target) ? Optional.of(target.toUri()) : Optional.empty();
    }

    @Override
    public Uni<Void> remove(ExportId export) {
      return Uni.createFrom().voidItem().invoke(() -> removed(export));
    }

    private void removed(ExportId export) {
      deleteAll(results.resolve(export.value()));
    }

    @Override
    public Uni<Void> removeOrphans(Predicate<ExportId> which, Instant olderThan) {
      orphan.set(which);
      return Uni.createFrom().voidItem();
    }
  }

  private static void write(Path path, String content) {
    try {
      Files.createDirectories(path.getParent());
      Files.writeString(path, content, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path path) {
    try {
      return Files.readString(path, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void deleteAll(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(ScriptedRooms::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
