package io.sluice.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.fact.Fact;
import io.sluice.fact.Holds;
import io.sluice.sandbox.data.SampleTables;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is not established, or differs by backend, is a switch (storage-api.md 5, 6, 13). */
class SandboxModesTest {
  @RegisterExtension
  static final SandboxExtension OTHER =
      SandboxExtension.with(
          Map.ofEntries(
              Map.entry("job.waiting", "0s"),
              Map.entry("job.processing", "0s"),
              Map.entry("job.ended-in-answer", "true"),
              Map.entry("slices.sliced", "false"),
              Map.entry("slices.multipart-etags", "true")));

  @RegisterExtension
  static final SandboxExtension SLOW =
      SandboxExtension.with(
          Map.of(
              "job.waiting", "0s",
              "job.processing", "300ms",
              "job.parallelism", "1",
              "job.polls", "2",
              "slices.mandatory", "false",
              "slices.rows", "100"));

  @TempDir Path directory;

  @Test
  @Holds({Fact.ENDED_IN_ANSWER, Fact.NOT_SLICED})
  void aJobMayHaveEndedInTheAnswerAndAFileNeedNotBeSliced() throws Exception {
    // Given
    SandboxCaller caller = OTHER.caller("sandbox-aws");

    // When
    HttpResponse<String> accepted =
        caller.post("/v2/storage/tables/in.c-shop.dirty/export-async", "application/json", "{}");

    // Then
    JsonObject job = new JsonObject(accepted.body());
    assertThat(job.getString("status")).isEqualTo("success");
    JsonObject file = caller.file(job);
    assertThat(file.getBoolean("isSliced")).isFalse();
    HttpResponse<byte[]> content =
        caller.bytes(HttpRequest.newBuilder(URI.create(file.getString("url"))));
    Path csv = Files.write(directory.resolve("whole.csv"), content.body());
    assertThat(content.headers().firstValue("ETag").orElseThrow()).endsWith("-2\"");
    assertThat(
            DuckDb.rows(
                "SELECT count(*) FROM "
                    + DuckDb.csv(List.of(csv), SampleTables.DIRTY.columnNames())))
        .containsExactly(List.of("5000"));
  }

  @Test
  @Holds({Fact.SEVERAL_POLLS, Fact.STATUSES})
  void jobsQueueBehindTheLimitAndAreSeenUnfinishedForSomePolls() {
    // Given
    SandboxCaller caller = SLOW.caller("sandbox-aws");
    String path = "/v2/storage/tables/in.c-shop.users/export-async";
    caller.post(path, "application/json", "{}");

    // When
    JsonObject second = new JsonObject(caller.post(path, "application/json", "{}").body());

    // Then
    assertThat(second.getString("status")).isEqualTo("waiting");
    JsonObject ended = caller.ended(second.getLong("id"));
    assertThat(ended.getString("status")).isEqualTo("success");
  }

  @Test
  @Holds({Fact.MANDATORY_MISSING, Fact.ENTRY_ORDER, Fact.SLICES_AS_CONFIGURED})
  void entriesMayLackTheMandatoryMarkAndComeInNoOrder() {
    // Given
    SandboxCaller caller = SLOW.caller("sandbox-aws");

    // When
    JsonObject job = caller.export("in.c-shop.dirty", new JsonObject());

    // Then
    JsonObject file = caller.file(job);
    String manifest = caller.text(HttpRequest.newBuilder(URI.create(file.getString("url")))).body();
    assertThat(manifest).doesNotContain("mandatory");
    assertThat(caller.entries(file))
        .hasSize(50)
        .isNotEqualTo(caller.entries(file).stream().sorted().toList());
    assertThat(caller.entries(file)).anyMatch(entry -> entry.endsWith("_0_1_6.csv"));
  }

  @Test
  @Holds({Fact.SLICE_NAMES, Fact.EMPTY_BIGQUERY, Fact.EMPTY_SLICE})
  void bigQueryNamesItsSlicesByNumberAndAddsOneWithoutRows() throws Exception {
    // Given
    SandboxCaller caller = SLOW.caller("sandbox-gcp-bigquery");

    // When
    JsonObject job =
        caller.export("in.c-shop.empty", new JsonObject().put("gzip", true).put("fileType", "csv"));

    // Then
    JsonObject file = caller.file(job);
    assertThat(caller.entries(file))
        .singleElement()
        .asString()
        .endsWith("csv.gz000000000000.csv.gz");
    Path slice = caller.download(file, directory).get(0);
    try (var unzipped = new GZIPInputStream(Files.newInputStream(slice))) {
      assertThat(unzipped.readAllBytes()).isEmpty();
    }
  }

  @Test
  @Holds({Fact.BIGQUERY_TIME, Fact.PARQUET_TYPES})
  void bigQueryHasItsOwnTypesInParquetAndItsOwnDialectInCsv() throws Exception {
    // Given
    SandboxCaller caller = SLOW.caller("sandbox-gcp-bigquery");
    JsonObject first =
        new JsonObject().put("limit", 50).put("columns", "id,credit,registered_at,city");

    // When
    JsonObject csv = caller.export("in.c-shop.customers", first);

    // Then
    JsonObject parquet =
        caller.export("in.c-shop.customers", first.copy().put("fileType", "parquet"));
    List<Path> slices = caller.download(caller.file(parquet), directory);
    assertThat(
            DuckDb.rows(
                "SELECT column_type FROM (DESCRIBE SELECT * FROM " + DuckDb.parquet(slices) + ")"))
        .containsExactly(
            List.of("BIGINT"),
            List.of("DECIMAL(12,2)"),
            List.of("TIMESTAMP WITH TIME ZONE"),
            List.of("VARCHAR"));
    List<String> lines = new ArrayList<>();
    for (Path slice : caller.download(caller.file(csv), directory)) {
      lines.addAll(Files.readAllLines(slice));
    }
    assertThat(lines).hasSize(50).first().asString().matches("1,.*,2025-01-01 00:00:00 UTC,.*");
  }

  @Test
  @Holds(Fact.LARGE_CELLS)
  void oddTablesArriveAsTheyAre() throws Exception {
    // Given
    SandboxCaller caller = SLOW.caller("sandbox-gcp");
    JsonObject parquet = new JsonObject().put("fileType", "parquet").put("limit", 120);

    // When
    JsonObject wide = caller.export("in.c-shop.wide", parquet);

    // Then
    JsonObject large = caller.export("in.c-shop.large_cells", parquet);
    List<List<String>> wideRows =
        DuckDb.rows(
            "SELECT * FROM "
                + DuckDb.parquet(caller.download(caller.file(wide), directory))
                + " ORDER BY CAST(id AS BIGINT)");
    assertThat(wideRows)
        .isEqualTo(SampleTables.WIDE.rows().limit(120).map(Arrays::asList).toList());
    assertThat(
            DuckDb.rows(
                "SELECT min(length(document)) >= 65536, count(*) FROM "
                    + DuckDb.parquet(caller.download(caller.file(large), directory))))
        .containsExactly(List.of("true", "120"));
    assertThat(SampleTables.DIRTY.column("quantity").cell().at(776)).isEqualTo("12 pieces");
    assertThat(new JsonArray(caller.get("/v2/storage/tables").body())).hasSize(12);
  }
}
