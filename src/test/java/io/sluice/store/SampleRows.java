package io.sluice.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** Rows to keep, and what a test sees of them. */
public final class SampleRows {
  public static final Duration SOON = Duration.ofSeconds(30);
  public static final Instant MORNING = Instant.parse("2026-11-01T06:00:00Z");
  public static final byte[] CONTENT = "[\"1\",\"2\"]".getBytes(StandardCharsets.UTF_8);

  /** The SHA-256 of the content. */
  public static final String PART =
      "cc3f2a1ffd63c4db19e0114b93a94b774e4a2d07a2a5ec5b193303ac1387d633";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AtomicLong MADE = new AtomicLong();

  /** A row whose document is looked into. */
  public record Seen(
      String id, long version, long fence, Labels labels, JsonNode document, Set<String> parts) {}

  private SampleRows() {}

  /** Each greater than the one before. */
  public static String newId() {
    long high = (0x019aL << 48) | (MADE.incrementAndGet() << 16) | 0x7000L;
    return new UUID(high, 0x8000_0000_0000_0000L | MADE.get()).toString();
  }

  public static Labels labels(String state) {
    return new Labels(
        state,
        MORNING,
        Optional.empty(),
        "default",
        "in.c-shop.orders",
        Optional.empty(),
        Map.of(),
        "",
        Set.of());
  }

  public static Labels ended(Labels before, String state, Instant at) {
    return new Labels(
        state,
        before.createdAt(),
        Optional.of(at),
        before.connection(),
        before.table(),
        before.owner(),
        before.keys(),
        before.digest(),
        before.batches());
  }

  /** With a key that is its owner's, and a batch where it has one. */
  public static Labels keyed(String key, Optional<String> owner, Set<String> batches) {
    return of(owner, Set.of(key), "", batches);
  }

  public static Labels keyed(String key) {
    return keyed(key, Optional.empty(), Set.of());
  }

  public static Labels equalTo(String digest) {
    return of(Optional.empty(), Set.of(), digest, Set.of());
  }

  public static Labels of(
      Optional<String> owner, Set<String> keys, String digest, Set<String> batches) {
    return new Labels(
        "queued",
        MORNING,
        Optional.empty(),
        "default",
        "in.c-shop.orders",
        owner,
        keys.stream()
            .collect(Collectors.toMap(key -> key, key -> batches.stream().findFirst().orElse(""))),
        digest,
        batches);
  }

  public static Row row(Labels labels) {
    return row(newId(), labels);
  }

  public static Row row(String id, Labels labels) {
    return new Row(id, 1, 0, labels, document(id), Set.of());
  }

  /** One that leaves the content out. */
  public static Row sharing() {
    Row plain = row(labels("queued"));
    return new Row(plain.id(), 1, 0, plain.labels(), plain.document(), Set.of(PART));
  }

  /** The same row later. */
  public static Row next(Row row, Labels labels) {
    return as(row, row.version() + 1, row.fence(), labels);
  }

  public static Row as(Row row, long version, long fence, Labels labels) {
    return new Row(
        row.id(),
        version,
        fence,
        labels,
        document(row.id() + " in version " + version),
        row.parts());
  }

  public static Document document(String text) {
    String json =
        "{\"text\":\"%s\",\"odd\":\"\u00fc\u4e16\ud83d\ude80 \\\"quoted\\\" \\\\ \\n\",\"slices\":[1,7],\"error\":null}"
            .formatted(text);
    return Document.of(json.getBytes(StandardCharsets.UTF_8));
  }

  public static Newcomer alone(Row row) {
    return new Newcomer(row, Map.of(), false);
  }

  public static Newcomer joining(Row row) {
    return new Newcomer(row, Map.of(), true);
  }

  public static Newcomer withContent(Row row) {
    return new Newcomer(row, Map.of(PART, CONTENT), false);
  }

  /** Rows that are there before a test begins. */
  public static void inserted(ExportStore store, Row... rows) {
    for (Row row : rows) {
      Newcomer newcomer = row.parts().isEmpty() ? alone(row) : withContent(row);
      if (!now(store.insert(List.of(newcomer))).equals(new Insertion.Stored(List.of(row.id())))) {
        throw new IllegalStateException(row.id() + " was not inserted");
      }
    }
  }

  public static Insertion insert(ExportStore store, Row... rows) {
    return now(store.insert(List.of(rows).stream().map(SampleRows::alone).toList()));
  }

  public static Seen seen(Row row) {
    try {
      JsonNode document = JSON.readTree(row.document().json());
      return new Seen(row.id(), row.version(), row.fence(), row.labels(), document, row.parts());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Optional<Seen> find(ExportStore store, String id) {
    return now(store.find(id)).map(SampleRows::seen);
  }

  public static List<String> ids(ExportStore store) {
    return now(store.ids(Filter.ALL));
  }

  public static <T> T now(Uni<T> step) {
    return step.await().atMost(SOON);
  }
}
