package io.sluice.store.file;

import static io.sluice.store.SampleRows.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.base.DurableFiles;
import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.store.Filter;
import io.sluice.store.Insertion.KeyTaken;
import io.sluice.store.Labels;
import io.sluice.store.Row;
import io.sluice.store.SampleRows;
import io.sluice.store.SaveOutcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Data directories as earlier versions left them, bytes for bytes, are taken over; what a newer one
 * wrote is left alone. Format 2 is that of format 1 with parts: its gateway was killed.
 */
class FormatsTest {
  private static final Path FIXTURES = Path.of("src/test/resources/data-directory");
  private static final String MONDAY = "01a2211f-2902-7000-95a4-fd65972b8201";
  private static final String NOWHERE = "01a2211f-4a9d-7000-bafe-b4d7789b1957";
  private static final List<String> NIGHTLY =
      List.of(
          "01a2211f-50e9-7000-9886-705b42b9514f",
          "01a2211f-50e9-7001-a87e-4bacf220102d",
          "01a2211f-50e9-7002-94fc-d461661ff1f2");
  private static final String NIGHTLY_BATCH = "01a2211f-50e8-7000-98d3-7ab3c7960ebe";
  private static final String TUESDAY = "01a2211f-8c80-7000-a797-f2f80a90912a";
  private static final String CANCELLED = "01a2211f-8f81-7000-adbb-e9a29fbe57bb";
  private static final String LARGE = "01a2211f-9349-7000-9821-7696be0fbc7d";
  private static final List<String> WEEKLY =
      List.of("01a2211f-976e-7000-b512-029cc67fab63", "01a2211f-976e-7001-a960-972e7104a6bc");
  private static final String VALUES =
      "18f2da2c9d9112b6c41602a3a1308a09df8bc2aa70cb2b7c94675ebcbfca772d";

  @TempDir Path folder;
  private Optional<StoreDirectory> open = Optional.empty();

  @AfterEach
  void close() {
    open.ifPresent(StoreDirectory::close);
  }

  private StoreDirectory leftBy(String format) throws IOException {
    Path data = folder.resolve("data");
    try (Stream<Path> all = Files.walk(FIXTURES.resolve(format))) {
      for (Path each : all.toList()) {
        Path target = data.resolve(FIXTURES.resolve(format).relativize(each).toString());
        if (Files.isDirectory(each)) {
          Files.createDirectories(target);
        } else {
          Files.copy(each, target);
        }
      }
    }
    Files.createFile(data.resolve(".lock")); // neither is in a repository
    Files.createDirectories(data.resolve("results"));
    open = Optional.of(new StoreDirectory(folder));
    return open.get();
  }

  private static Labels labels(FileStore store, String id) {
    return now(store.find(id)).orElseThrow().labels();
  }

  @Test
  void whatFormat2SaysOfAnExportIsKnown() throws IOException {
    // When
    FileStore store = leftBy("format-2").start();

    // Then
    assertThat(labels(store, MONDAY))
        .isEqualTo(
            new Labels(
                "succeeded",
                Instant.parse("2026-11-28T07:46:59.970Z"),
                Optional.of(Instant.parse("2026-11-28T07:47:07.654Z")),
                "default",
                "in.c-shop.customers",
                Optional.empty(),
                Map.of("monday", ""),
                "",
                Set.of()));
    assertThat(labels(store, NIGHTLY.get(2)))
        .isEqualTo(
            new Labels(
                "failed",
                Instant.parse("2026-11-28T07:47:10.185Z"),
                Optional.of(Instant.parse("2026-11-28T07:47:12.891Z")),
                "default",
                "in.c-shop.nothing",
                Optional.empty(),
                Map.of("nightly", NIGHTLY_BATCH),
                "",
                Set.of(NIGHTLY_BATCH)));
    assertThat(labels(store, TUESDAY))
        .isEqualTo(
            new Labels(
                "exporting",
                Instant.parse("2026-11-28T07:47:25.440Z"),
                Optional.empty(),
                "default",
                "in.c-shop.orders",
                Optional.empty(),
                Map.of("tuesday", ""),
                "",
                Set.of()));
    assertThat(now(store.find(MONDAY)).orElseThrow().version()).isEqualTo(14);
  }

  @Test
  void exportsOfFormat2ArePagedCountedAndFoundByTheirKeys() throws IOException {
    // When
    FileStore store = leftBy("format-2").start();

    // Then
    assertThat(now(store.count(Filter.ALL)))
        .isEqualTo(
            Map.of("succeeded", 3L, "failed", 2L, "cancelled", 1L, "exporting", 1L, "queued", 3L));
    assertThat(now(store.page(Filter.ALL, Optional.of(LARGE), 3)))
        .extracting(Row::id)
        .containsExactly(CANCELLED, TUESDAY, NIGHTLY.get(2));
    assertThat(now(store.ids(Filter.inStates(Set.of("failed")))))
        .containsExactly(NIGHTLY.get(2), NOWHERE);
    assertThat(now(store.ids(Filter.endedBefore(Instant.parse("2026-11-28T07:47:11Z")))))
        .containsExactly(NOWHERE, MONDAY);
    assertThat(
            now(
                store.ids(
                    new Filter(
                        Set.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(NIGHTLY_BATCH),
                        Optional.empty(),
                        Optional.empty()))))
        .containsExactlyInAnyOrderElementsOf(NIGHTLY);
    assertThat(now(store.findByKey(Optional.empty(), "nightly")))
        .extracting(Row::id)
        .containsExactlyElementsOf(NIGHTLY);
    assertThat(now(store.findByKey(Optional.empty(), "weekly")))
        .extracting(Row::id)
        .containsExactlyElementsOf(WEEKLY);
    assertThat(SampleRows.insert(store, SampleRows.row(SampleRows.keyed("large"))))
        .isEqualTo(new KeyTaken(List.of(LARGE)));
  }

  @Test
  void whatWasLargeInFormat2IsThere() throws IOException {
    // When
    FileStore store = leftBy("format-2").start();

    // Then
    assertThat(now(store.find(LARGE)).orElseThrow().parts()).containsExactly(VALUES);
    assertThat(new String(now(store.part(VALUES)), StandardCharsets.UTF_8))
        .contains("M\u011bsto \u010d\u00edslo 00000000000000000399");
  }

  @Test
  void exportsOfFormat1AreKnownToo() throws IOException {
    // When
    FileStore store = leftBy("format-1").start();

    // Then
    String large = "01a212d9-b838-7000-aa0c-15c8836a3e86";
    assertThat(SampleRows.ids(store))
        .containsExactly("01a212d9-b9ae-7000-9f20-19ccfcc3d439", large);
    assertThat(labels(store, large).table()).isEqualTo("in.c-shop.large");
    assertThat(labels(store, large).underWay()).isTrue();
    assertThat(now(store.findByKey(Optional.empty(), "large")))
        .extracting(Row::id)
        .containsExactly(large);
  }

  @ParameterizedTest
  @ValueSource(strings = {"format-1", "format-2"})
  void nothingIsWrittenUntilARowIsSaved(String format) throws IOException {
    // Given
    StoreDirectory kept = leftBy(format);
    Map<String, String> before = contents(kept.exports().getParent());

    // When
    FileStore store = kept.start();

    // Then
    assertThat(SampleRows.ids(store)).isNotEmpty();
    assertThat(contents(kept.exports().getParent())).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {MONDAY, LARGE, TUESDAY})
  void aRowIsInFormat3AfterItsNextSave(String id) throws IOException {
    // Given
    StoreDirectory kept = leftBy("format-2");
    FileStore store = kept.start();
    Row row = now(store.find(id)).orElseThrow();
    long later = row.version() + 1;

    // When
    SaveOutcome outcome =
        now(
            store.save(
                new Row(id, later, 0, row.labels(), row.document(), row.parts()), row.version()));

    // Then
    assertThat(outcome).isEqualTo(SaveOutcome.SAVED);
    assertThat(kept.exports().resolve(id).resolve("export.json"))
        .content()
        .startsWith(
            "{\"format\":3,\"writer\":\"1.0.0\",\"id\":\"" + id + "\",\"version\":" + later);
    FileStore next = kept.start();
    SampleRows.Seen found = SampleRows.find(next, id).orElseThrow();
    assertThat(found.labels()).isEqualTo(row.labels());
    assertThat(found.document()).isEqualTo(SampleRows.seen(row).document());
    assertThat(found.parts()).isEqualTo(row.parts());
    assertThat(SampleRows.ids(next)).hasSize(10);
  }

  /** Whatever the next format looks like beside its first members and its seal. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"id\":\"a\",\"version\":1,\"fence\":0,\"labels\":{},\"parts\":[],\"export\":{}",
        "\"id\":\"a\",\"labels\":[1],\"parts\":[{\"name\":7}],\"export\":[]",
        "\"id\":{\"of\":\"a\"},\"rows\":[[],{}],\"export\":7"
      })
  void whatANewerVersionWroteIsRefusedAndLeftAlone(String rest) throws IOException {
    // Given
    StoreDirectory kept = leftBy("format-2");
    kept.put("a", SealedText.sealed("{\"format\":4,\"writer\":\"9.9.9\"," + rest));
    kept.put("0-broken", new byte[] {1, 2, 3});
    kept.put("z-broken", new byte[] {1, 2, 3});
    Files.writeString(
        Files.createDirectories(kept.exports().resolve("unborn")).resolve("export.json.tmp"), "{");
    Files.writeString(kept.exports().resolve("notes.txt"), "hello");
    Files.write(kept.requests().resolve(SampleRows.PART), SampleRows.CONTENT);
    Map<String, String> before = contents(kept.exports().getParent());
    FileStore store = kept.unopened(DurableFiles.real());

    // When
    assertThatThrownBy(() -> now(store.open()))
        // Then
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.JOURNAL_FAILED))
        .hasMessageContaining("Sluice 9.9.9")
        .hasMessageContaining("format 4")
        .hasMessageContaining(kept.exports().toString());
    assertThatThrownBy(() -> SampleRows.insert(store, SampleRows.row(SampleRows.labels("queued"))))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("9.9.9");
    assertThatThrownBy(() -> SampleRows.ids(store)).hasMessageContaining("9.9.9");
    assertThat(contents(kept.exports().getParent())).isEqualTo(before);
  }

  /** Each file's bytes and each directory, by their paths. */
  private static Map<String, String> contents(Path root) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path each : all.toList()) {
        String bytes =
            Files.isDirectory(each)
                ? "directory"
                : new String(Files.readAllBytes(each), StandardCharsets.ISO_8859_1);
        contents.put(root.relativize(each).toString(), bytes);
      }
    }
    return contents;
  }
}
