package io.sluice.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.fact.Fact;
import io.sluice.fact.Holds;
import io.sluice.sandbox.data.SampleTable;
import io.sluice.sandbox.data.SampleTables;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The journey of an export on AWS (storage-api.md 1 to 6). */
class SandboxTest {
  @RegisterExtension
  static final SandboxExtension SANDBOX =
      SandboxExtension.with(Map.of("job.waiting", "10ms", "job.processing", "10ms"));

  @TempDir Path directory;
  private SandboxCaller caller;

  @BeforeEach
  void open() {
    caller = SANDBOX.caller("sandbox-aws");
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "parquet"})
  @Holds({Fact.FILE_TYPE, Fact.PARQUET_TYPES, Fact.SNOWFLAKE_NULL})
  void anUntypedTableArrivesAsTextsInManySlicesWithItsNullsApartFromEmptyTexts(String type)
      throws Exception {
    // Given
    SampleTable orders = SampleTables.ORDERS;

    // When
    JsonObject job =
        caller.export(orders.id(), new JsonObject().put("gzip", true).put("fileType", type));

    // Then
    List<Path> slices = caller.download(caller.file(job), directory);
    assertThat(slices).hasSize(8);
    String source =
        type.equals("csv") ? DuckDb.csv(slices, orders.columnNames()) : DuckDb.parquet(slices);
    List<List<String>> rows =
        DuckDb.rows("SELECT * FROM " + source + " ORDER BY CAST(id AS BIGINT)");
    assertThat(rows).hasSize((int) orders.rowCount());
    assertThat(rows.equals(orders.rows().map(Arrays::asList).toList())).isTrue();
  }

  @Test
  @Holds(Fact.PARQUET_TYPES)
  void aTypedTableArrivesInParquetWithItsTypes() throws Exception {
    // Given
    SampleTable customers = SampleTables.CUSTOMERS;

    // When
    JsonObject job =
        caller.export(
            customers.id(), new JsonObject().put("gzip", true).put("fileType", "parquet"));

    // Then
    List<Path> slices = caller.download(caller.file(job), directory);
    String source = DuckDb.parquet(slices);
    assertThat(DuckDb.rows("SELECT column_type FROM (DESCRIBE SELECT * FROM " + source + ")"))
        .containsExactly(
            List.of("DECIMAL(38,0)"),
            List.of("VARCHAR"),
            List.of("VARCHAR"),
            List.of("BOOLEAN"),
            List.of("DECIMAL(12,2)"),
            List.of("DOUBLE"),
            List.of("DATE"),
            List.of("TIMESTAMP"));
    List<List<String>> rows =
        DuckDb.rows(
            "SELECT * REPLACE (strftime(registered_at, '%Y-%m-%d %H:%M:%S') AS registered_at) FROM "
                + source
                + " ORDER BY id");
    assertThat(rows.equals(customers.rows().map(Arrays::asList).toList())).isTrue();
  }

  @Test
  @Holds(Fact.EMPTY_SNOWFLAKE)
  void anEmptyTableHasAManifestWithoutEntries() {
    // When
    JsonObject job = caller.export("in.c-shop.empty", new JsonObject());

    // Then
    assertThat(caller.entries(caller.file(job))).isEmpty();
  }

  @Test
  @Holds({Fact.JOB_FAILURE, Fact.JOB_ERROR})
  void theWarehousesMessageIsTheFailedJobsError() {
    // When
    JsonObject job = caller.export("in.c-shop.broken", new JsonObject());

    // Then
    assertThat(job.getString("status")).isEqualTo("error");
    assertThat(job.getJsonObject("error").getString("message")).contains("Division by zero");
    assertThat(job.getJsonObject("error").getString("exceptionId")).isNotEmpty();
  }

  @Test
  @Holds({Fact.FILTERS, Fact.DATA_TYPES, Fact.ORDER_BY, Fact.COLUMNS, Fact.LIMIT})
  void filtersColumnsOrderAndLimitWorkOnTheData() throws Exception {
    // Given
    JsonObject body =
        new JsonObject()
            .put("columns", "status,id")
            .put("limit", 7)
            .put(
                "whereFilters",
                new JsonArray()
                    .add(
                        new JsonObject()
                            .put("column", "status")
                            .put("operator", "eq")
                            .put("values", new JsonArray().add("paid").add("new")))
                    .add(
                        new JsonObject()
                            .put("column", "id")
                            .put("operator", "gt")
                            .put("values", new JsonArray().add("9"))
                            .put("dataType", "INTEGER")))
            .put(
                "orderBy",
                new JsonArray()
                    .add(
                        new JsonObject()
                            .put("column", "id")
                            .put("order", "DESC")
                            .put("dataType", "INTEGER")));

    // When
    JsonObject job = caller.export("in.c-shop.orders", body);

    // Then
    List<Path> slices = caller.download(caller.file(job), directory);
    List<List<String>> expected =
        SampleTables.ORDERS
            .rows()
            .filter(row -> List.of("paid", "new").contains(row[2]))
            .filter(row -> Long.parseLong(row[0]) > 9)
            .sorted(Comparator.comparingLong((String[] row) -> -Long.parseLong(row[0])))
            .limit(7)
            .map(row -> List.of(row[2], row[0]))
            .toList();
    assertThat(DuckDb.rows("SELECT * FROM " + DuckDb.csv(slices, List.of("status", "id"))))
        .isEqualTo(expected);
  }

  @Test
  @Holds({Fact.MANIFEST_JSON, Fact.SLICE_NAMES})
  void theManifestAndTheSlicesBearPhpsMarks() throws Exception {
    // Given
    JsonObject file = caller.file(caller.export("in.c-shop.customers", new JsonObject()));

    // When
    String manifest =
        caller
            .text(java.net.http.HttpRequest.newBuilder(java.net.URI.create(file.getString("url"))))
            .body();

    // Then
    assertThat(manifest).contains("\"s3:\\/\\/sandbox-files-aws\\/").contains("\"mandatory\":true");
    assertThat(caller.entries(file).get(0)).endsWith(".csv_0_0_0.csv");
  }
}
