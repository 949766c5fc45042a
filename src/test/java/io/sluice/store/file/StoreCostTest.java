package io.sluice.store.file;

import static io.sluice.store.SampleRows.MORNING;
import static io.sluice.store.SampleRows.now;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.base.DurableFiles;
import io.sluice.base.ManualTimekeeper;
import io.sluice.base.Sha256;
import io.sluice.store.Claims;
import io.sluice.store.Document;
import io.sluice.store.Filter;
import io.sluice.store.Insertion;
import io.sluice.store.Labels;
import io.sluice.store.Newcomer;
import io.sluice.store.Row;
import io.sluice.store.SampleRows;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What many kept rows cost. A build holds 5,000 of them against the bounds of 50,000, in
 * proportion; all of them are measured by
 *
 * <pre>{@code ./mvnw -Dquick test -Dtest=StoreCostTest -Dstore.rows=50000}</pre>
 */
class StoreCostTest {
  private static final Logger LOG = Logger.getLogger(StoreCostTest.class);
  private static final int ROWS = Integer.getInteger("store.rows", 5_000);
  private static final int AT_ONCE = 1_000;

  /** One of so many. */
  private static final int UNDER_WAY = 50;

  /** 100 MiB for 50,000. */
  private static final long BYTES_FOR_A_ROW = (100L << 20) / 50_000;

  /** 5 s for 50,000, of a processor that has other work too: hence twice as much. */
  private static final Duration TO_READ_A_ROW = Duration.ofSeconds(5).dividedBy(50_000);

  private static final int BUSY = 2;
  private static final Duration TO_BEGIN = Duration.ofSeconds(1);

  @TempDir Path folder;

  @Test
  void manyRowsAreReadSoonAndTakeLittleMemory() throws Exception {
    try (StoreDirectory kept = new StoreDirectory(folder)) {
      // Given
      fill(kept.start(SyncingDisk.never()));
      RowIndex index = new RowIndex();
      long before = heapInUse();

      // When
      Duration reading = cpuTime(() -> readAll(kept.files(DurableFiles.real()), index));

      // Then
      long heap = heapInUse() - before;
      LOG.infof(
          "%d rows: read in %d ms of a processor, %d KiB of the heap",
          ROWS, reading.toMillis(), heap >> 10);
      assertThat(heap).isLessThan(BYTES_FOR_A_ROW * ROWS);
      assertThat(reading).isLessThan(TO_BEGIN.plus(TO_READ_A_ROW.multipliedBy((long) BUSY * ROWS)));
      assertThat(index.page(Filter.ALL, Optional.empty(), Integer.MAX_VALUE)).hasSize(ROWS);
      tellAll(kept.unopened(DurableFiles.real()), new LocalClaims(index, new ManualTimekeeper()));
    }
  }

  private static Void readAll(RowFiles files, RowIndex index) throws Exception {
    files.readAll(row -> index.put(row.id(), row.version(), row.fence(), row.labels()));
    return null;
  }

  private static void tellAll(FileStore store, Claims claims) throws Exception {
    LOG.infof("opened in %d ms", took(() -> now(store.open())).toMillis());
    String first = SampleRows.ids(store).get(0);
    tell("page of 1000", () -> now(store.page(Filter.ALL, Optional.empty(), 1_000)));
    tell(
        "page of 1000 of a batch",
        () ->
            now(
                store.page(
                    new Filter(
                        Set.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("batch-2"),
                        Optional.empty(),
                        Optional.empty()),
                    Optional.empty(),
                    1_000)));
    tell(
        "page of a table that there is not",
        () -> now(store.page(ofTable("in.c-none.*"), Optional.empty(), 1_000)));
    tell(
        "page of a rare state",
        () -> now(store.page(Filter.inStates(Set.of("queued")), Optional.empty(), 1_000)));
    tell("by key", () -> now(store.findByKey(Optional.empty(), "key-7")));
    tell("under way, of 1000 at most", () -> now(store.findUnderWay(digests())));
    tell("count", () -> now(store.count(Filter.ALL)));
    tell("claim", () -> now(claims.claim(first, "one", TO_BEGIN)));
    tell("insertion of those that join them", () -> now(store.insert(joining())));
  }

  private static Filter ofTable(String table) {
    return new Filter(
        Set.of(),
        Optional.of(table),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static List<String> digests() {
    return IntStream.range(0, ROWS / UNDER_WAY)
        .limit(1_000)
        .mapToObj(number -> digest(number * UNDER_WAY))
        .toList();
  }

  private static List<Newcomer> joining() {
    return digests().stream()
        .map(digest -> SampleRows.joining(SampleRows.row(SampleRows.equalTo(digest))))
        .toList();
  }

  private static void tell(String what, Callable<?> work) throws Exception {
    Duration first = took(work);
    LOG.infof(
        "%s: %d us at first, then %d us",
        what, first.toNanos() / 1_000, took(work).toNanos() / 1_000);
  }

  private static Duration took(Callable<?> work) throws Exception {
    long start = System.nanoTime();
    work.call();
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static Duration cpuTime(Callable<?> work) throws Exception {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    work.call();
    return Duration.ofNanos(threads.getCurrentThreadCpuTime() - start);
  }

  /** After what nobody needs is gone. */
  private static long heapInUse() {
    for (int time = 0; time < 3; time++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static void fill(FileStore store) {
    for (int from = 0; from < ROWS; from += AT_ONCE) {
      List<Newcomer> some = new ArrayList<>();
      for (int number = from; number < Math.min(ROWS, from + AT_ONCE); number++) {
        some.add(SampleRows.alone(row(number)));
      }
      assertThat(now(store.insert(some))).isInstanceOf(Insertion.Stored.class);
    }
    store.close();
  }

  /** Most have ended; half came with a key of their own, the others in batches of a thousand. */
  private static Row row(int number) {
    boolean underWay = number % UNDER_WAY == 0;
    boolean member = number / AT_ONCE % 2 == 0;
    Instant at = MORNING.plusSeconds(number);
    Labels labels =
        new Labels(
            underWay ? "queued" : number % 7 == 0 ? "failed" : "succeeded",
            at,
            underWay ? Optional.empty() : Optional.of(at.plusSeconds(60)),
            "default",
            "in.c-shop-%d.table-%d".formatted(number % 20, number % 1_000),
            Optional.empty(),
            member
                ? Map.of("batch-key-" + number / AT_ONCE, "batch-" + number / AT_ONCE)
                : Map.of("key-" + number, ""),
            digest(number),
            member ? Set.of("batch-" + number / AT_ONCE) : Set.of());
    String id = SampleRows.newId();
    return new Row(id, 14, 2, labels, document(id, labels), Set.of());
  }

  private static String digest(int number) {
    return Sha256.hex(("request " + number).getBytes(StandardCharsets.UTF_8));
  }

  /** As large as that of an export of a table with 20 columns. */
  private static Document document(String id, Labels labels) {
    String unloaded =
        IntStream.range(0, 20)
            .mapToObj(
                "{\"name\":\"column_%d\",\"baseType\":\"NUMERIC\",\"type\":\"NUMBER\",\"length\":\"38,0\"}"
                    ::formatted)
            .collect(Collectors.joining(","));
    String columns =
        IntStream.range(0, 20)
            .mapToObj("{\"name\":\"column_%d\",\"type\":\"decimal(38,0)\"}"::formatted)
            .collect(Collectors.joining(","));
    String phases =
        IntStream.range(0, 7)
            .mapToObj(
                phase ->
                    "{\"state\":\"downloading\",\"at\":\"%s\"}"
                        .formatted(labels.createdAt().plusSeconds(phase)))
            .collect(Collectors.joining(","));
    String json =
        """
        {"id":"%s","version":14,"request":{"table":"%s","connection":"default","columns":[]},
        "state":{"state":"%s","unload":{"jobId":41000003,"columns":[%s]},"result":{"rows":3,
        "sha256":"%s","columns":[%s]}},"phases":[%s],"warnings":[],"resumes":0,"parts":{}}"""
            .formatted(id, labels.table(), labels.state(), unloaded, digest(0), columns, phases);
    return Document.of(json.getBytes(StandardCharsets.UTF_8));
  }
}
