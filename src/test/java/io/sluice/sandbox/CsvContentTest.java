package io.sluice.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.fact.Fact;
import io.sluice.fact.Holds;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the bytes of a CSV slice are (storage-api.md 5). */
class CsvContentTest {
  @RegisterExtension
  static final SandboxExtension SANDBOX =
      SandboxExtension.with(
          Map.of("job.waiting", "0s", "job.processing", "0s", "slices.empty-last", "false"));

  @RegisterExtension
  static final SandboxExtension FRACTIONS =
      SandboxExtension.with(
          Map.of(
              "job.waiting", "0s",
              "job.processing", "0s",
              "slices.empty-last", "true",
              "slices.fractional-seconds", "true"));

  @Test
  @Holds({
    Fact.NO_HEADER_LINE,
    Fact.CSV_DIALECT,
    Fact.SNOWFLAKE_NULL,
    Fact.SNOWFLAKE_QUOTES,
    Fact.NAMES_CASE
  })
  void snowflakeQuotesEveryTextAndLeavesNullEmpty() throws IOException {
    // Given
    JsonObject options = options("id,value,Value", 19);

    // When
    String csv = text(SANDBOX.caller("sandbox-aws"), "in.c-shop.texts", options);

    // Then
    assertThat(csv)
        .startsWith(
            """
            "1",,
            "2","",
            "3","plain",
            "4","a, b",
            "5","say ""hi""\",
            "6",\"""\",
            "7","two
            lines",
            "8","two\r
            lines",""
            "9","ends with a line
            ",""
            "10","back\\slash",""
            "11","\\",""
            "12","C:\\new\\n",""
            "13","\\N",""
            "14","NULL",""
            "15","příliš žluťoučký 🐎","plain"
            "16"," spaces ","plain"
            "17","tab\there","plain"
            "18","'","plain"
            "19","\uFEFFmark","plain"
            """);
  }

  @Test
  @Holds({Fact.NO_HEADER_LINE, Fact.CSV_DIALECT, Fact.BIGQUERY_QUOTES})
  void bigQueryQuotesWhereItMustAndNullLooksLikeAnEmptyText() throws IOException {
    // Given
    JsonObject options = options("id,value", 19);

    // When
    String csv = text(SANDBOX.caller("sandbox-gcp-bigquery"), "in.c-shop.texts", options);

    // Then
    assertThat(csv)
        .isEqualTo(
            """
            1,
            2,
            3,plain
            4,"a, b"
            5,"say ""hi""\"
            6,\"""\"
            7,"two
            lines"
            8,"two\r
            lines"
            9,"ends with a line
            "
            10,back\\slash
            11,\\
            12,C:\\new\\n
            13,\\N
            14,NULL
            15,příliš žluťoučký 🐎
            16, spaces\s
            17,tab\there
            18,'
            19,\uFEFFmark
            """);
  }

  @Test
  @Holds({Fact.SNOWFLAKE_QUOTES, Fact.SNOWFLAKE_TIME, Fact.NAMES_FROM_REQUEST})
  void ofATypedTableSnowflakeQuotesTheTextsAlone() throws IOException {
    // Given
    JsonObject options = options("registered_at,id,name", 1);

    // When
    String csv = text(SANDBOX.caller("sandbox-aws"), "in.c-shop.customers", options);

    // Then
    assertThat(csv).matches("2025-01-01 00:00:00,1,\"[^\"]+\"\n");
  }

  @ParameterizedTest
  @CsvSource({
    "sandbox-aws, '2025-01-01 00:00:00.000000000\n'",
    "sandbox-gcp-bigquery, '2025-01-01 00:00:00 UTC\n'"
  })
  @Holds({Fact.SNOWFLAKE_TIME, Fact.BIGQUERY_TIME})
  void timestampsMayHaveNineDecimalsAndBigQuerysEndInUtc(String token, String line)
      throws IOException {
    // Given
    JsonObject options = options("registered_at", 1);

    // When
    String csv = text(FRACTIONS.caller(token), "in.c-shop.customers", options);

    // Then
    assertThat(csv).isEqualTo(line);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sandbox-aws", "sandbox-gcp-bigquery", "sandbox-azure"})
  @Holds({Fact.GZIP, Fact.GZIP_BY_NAME, Fact.GZIP_WHOLE, Fact.SLICE_NAMES})
  void aCompressedSliceIsAWholeStreamThatItsNameAloneTells(String token) throws IOException {
    // Given
    SandboxCaller caller = SANDBOX.caller(token);
    JsonObject options = options("name", 2).put("gzip", true);

    // When
    JsonObject file = caller.file(caller.export("in.c-shop.users", options));

    // Then
    String entry = caller.entries(file).get(0);
    HttpResponse<byte[]> slice = caller.bytes(caller.slice(file, entry));
    assertThat(entry).endsWith(".csv.gz");
    assertThat(slice.headers().firstValue("Content-Encoding")).isEmpty();
    try (var unzipped = new GZIPInputStream(new ByteArrayInputStream(slice.body()))) {
      assertThat(unzipped.readAllBytes()).asString().contains("martin", "klara");
    }
  }

  @ParameterizedTest
  @CsvSource({"sandbox-gcp-bigquery, true, 1", "sandbox-aws, true, 0"})
  @Holds({Fact.EMPTY_SLICE, Fact.EMPTY_SNOWFLAKE, Fact.EMPTY_BIGQUERY})
  void aFilterWithoutAMatchLeavesNoSliceOrOneWithoutRows(String token, boolean gzip, int slices)
      throws IOException {
    // Given
    SandboxCaller caller = FRACTIONS.caller(token);
    JsonObject options =
        new JsonObject()
            .put("gzip", gzip)
            .put(
                "whereFilters",
                new JsonArray()
                    .add(
                        new JsonObject()
                            .put("column", "name")
                            .put("values", new JsonArray().add("nobody"))));

    // When
    JsonObject job = caller.export("in.c-shop.users", options);

    // Then
    JsonObject file = caller.file(job);
    assertThat(job.getString("status")).isEqualTo("success");
    assertThat(caller.entries(file)).hasSize(slices);
    for (String entry : caller.entries(file)) {
      byte[] body = caller.bytes(caller.slice(file, entry)).body();
      try (var unzipped = new GZIPInputStream(new ByteArrayInputStream(body))) {
        assertThat(unzipped.readAllBytes()).isEmpty();
      }
    }
  }

  private static JsonObject options(String columns, int limit) {
    return new JsonObject()
        .put("columns", columns)
        .put("limit", limit)
        .put(
            "orderBy",
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("column", "id")
                        .put("order", "ASC")
                        .put("dataType", "INTEGER")));
  }

  /** What that export holds; all its rows are in one slice. */
  private static String text(SandboxCaller caller, String table, JsonObject options)
      throws IOException {
    JsonObject file = caller.file(caller.export(table, options));
    StringBuilder text = new StringBuilder();
    for (String entry : caller.entries(file)) {
      byte[] slice = caller.bytes(caller.slice(file, entry)).body();
      text.append(new String(slice, StandardCharsets.UTF_8));
    }
    return text.toString();
  }
}
