package io.sluice.api.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.access.Caller;
import io.sluice.base.SluiceException;
import io.sluice.export.model.ExportRequest;
import io.sluice.export.model.ExportRequest.Operator;
import io.sluice.fact.Fact;
import io.sluice.fact.Holds;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestReaderTest {
  private final RequestReader reader =
      new RequestReader(new TestLimits(), caller -> Set.of("default", "sales"));

  @Test
  void fillsInEveryDefault() {
    // When
    ExportRequest request = read("{\"table\": \"in.c-shop.orders\"}");

    // Then
    assertThat(request.connection()).isEqualTo("default");
    assertThat(request.columns()).isEmpty();
    assertThat(request.fileType()).isEqualTo(ExportRequest.FileType.AUTO);
    assertThat(request.output())
        .isEqualTo(
            new ExportRequest.Output(
                "orders.parquet",
                ExportRequest.Types.DECLARED,
                ExportRequest.Merge.AUTO,
                Optional.empty(),
                "local"));
  }

  @Test
  void takesTheSnakeCaseSpellingsOfExistingRegistries() {
    // When
    ExportRequest request =
        read(
            """
            {"table": "in.c-shop.orders", "file_type": "csv", "changed_since": 1767225600,
             "where_filters": [{"column": "status", "operator": "ne", "values": ["paid", 7]}]}
            """);

    // Then
    assertThat(request.fileType()).isEqualTo(ExportRequest.FileType.CSV);
    assertThat(request.changedSince()).contains("1767225600");
    assertThat(request.whereFilters().get(0).operator()).isEqualTo(Operator.NE);
    assertThat(request.whereFilters().get(0).values()).containsExactly("paid", "7");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                                    | /table                   | is required",
        "{\"table\": 7}                                        | /table                   | must be text",
        "{\"table\": \"\"}                                     | /table                   | is required, and empty",
        "{\"table\": \"in.c-a.b\", \"orderBy\": [{\"column\": \"\"}]} | /orderBy/0/column     | is required, and empty",
        "{\"table\": \"orders\"}                               | /table                   | stage.bucket.table",
        "{\"table\": \"in.c-a.b\", \"colums\": []}             | /colums                  | did you mean \"columns\"?",
        "{\"table\": \"in.c-a.b\", \"limit\": 1e999999999}    | /limit                   | whole number",
        "{\"table\": \"in.c-a.b\", \"branch\": 1e400}        | /branch                  | whole number",
        "{\"table\": \"in.c-a.b\", \"limit\": -1}              | /limit                   | whole number",
        "{\"table\": \"in.c-a.b\", \"limit\": \"ten\"}         | /limit                   | whole number",
        "{\"table\": \"in.c-a.b\", \"columns\": \"id\"}        | /columns                 | an array",
        "{\"table\": \"in.c-a.b\", \"columns\": [[]]}          | /columns/0               | text",
        "{\"table\": \"in.c-a.b\", \"columns\": [\"a\", \"b\", \"a\"]} | /columns/2          | \"a\" stands at /columns/0 already; name it once",
        "{\"table\": \"in.c-a.b\", \"columns\": [7, \"7\"]}    | /columns/1               | stands at /columns/0 already",
        "{\"table\": \"in.c-a.b\", \"columns\": [\"a\", \"\"]}  | /columns/1               | is empty; write a name, or leave it out",
        "{\"table\": \"in.c-a.b\", \"columns\": [\" \"]}       | /columns/0               | is empty",
        "{\"table\": \"in.c-a.b\", \"order_by\": [{\"column\": \"a\"}, {\"column\": \"a\", \"order\": \"DESC\"}]} | /order_by/1/column | \"a\" stands at /order_by/0/column already",
        "{\"table\": \"in.c-a.b\", \"whereFilters\": [{\"column\": \"\", \"values\": [1]}]} | /whereFilters/0/column | is required, and empty",
        "{\"table\": \"in.c-a.b\", \"whereFilters\": [{\"column\": \"a\", \"values\": [1e1001]}]} | /whereFilters/0/values/0 | write it as text",
        "{\"table\": \"in.c-a.b\", \"whereFilters\": [{\"column\": \"a\", \"values\": [1e-999999999]}]} | /whereFilters/0/values/0 | write it as text",
        "{\"table\": \"in.c-a.b\", \"fileType\": \"orc\"}      | /fileType                | auto, parquet, csv",
        "{\"table\": \"in.c-a.b\", \"file_type\": \"orc\"}     | /file_type               | auto, parquet, csv",
        "{\"table\": \"in.c-a.b\", \"changedSince\": \"soon\"} | /changedSince            | -2 days",
        "{\"table\": \"in.c-a.b\", \"output\": {\"name\": \"../x\"}} | /output/name       | file name",
        "{\"table\": \"in.c-a.b\", \"output\": {\"size\": 1}}  | /output/size             | known are",
        "{\"table\": \"in.c-a.b\", \"whereFilters\": [{\"column\": \"a\", \"operator\": \"in\"}]}    | /whereFilters/0/operator | write eq",
        "{\"table\": \"in.c-a.b\", \"whereFilters\": [{\"column\": \"a\", \"operator\": \"notIn\"}]} | /whereFilters/0/operator | write ne",
        "{\"table\": \"in.c-a.b\", \"where_filters\": [{\"column\": \"a\", \"operator\": \"neq\"}]}  | /where_filters/0/operator | write ne",
        "{\"table\": \"in.c-a.b\", \"whereFilters\": [{\"column\": \"a\"}]}         | /whereFilters/0/values  | at least one value",
        "{\"table\": \"in.c-a.b\", \"connection\": \"sale\"}   | /connection              | did you mean \"sales\"?",
        "{\"table\": \"in.c-a.b\", \"connection\": \"zzz\"}    | /connection              | GET /v1/connections lists",
        "{\"table\": \"in.c-a.b\", \"output\": {\"destination\": \"s3\"}} | /output/destination | known are local",
      })
  @Holds({Fact.OPERATORS, Fact.FULL_IDS})
  void namesTheBadFieldAndWhatToWrite(String body, String pointer, String advice) {
    // When
    SluiceException refused = catchThrowableOfType(SluiceException.class, () -> read(body));

    // Then
    assertThat(refused.fieldErrors())
        .anySatisfy(
            error -> {
              assertThat(error.pointer()).isEqualTo(pointer);
              assertThat(error.detail()).contains(advice);
            });
  }

  @Test
  void takesColumnsThatDifferInCaseAlone() {
    // When
    ExportRequest request = read("{\"table\": \"in.c-a.b\", \"columns\": [\"id\", \"ID\"]}");

    // Then
    assertThat(request.columns()).containsExactly("id", "ID");
  }

  @ParameterizedTest
  @CsvSource({"7, 7", "-0.10, -0.10", "0.0000001, 0.0000001", "25e-1, 2.5", "12e3, 12000"})
  void writesOutTheNumbersAmongAFiltersValues(String number, String value) {
    // When
    ExportRequest request =
        read(
            "{\"table\": \"in.c-a.b\", \"whereFilters\": [{\"column\": \"a\", \"values\": [%s]}]}"
                .formatted(number));

    // Then
    assertThat(request.whereFilters().get(0).values()).containsExactly(value);
  }

  @Test
  void takesTwoFiltersOfOneColumnAndValuesAsTheyAre() {
    // When
    ExportRequest request =
        read(
            """
            {"table": "in.c-shop.orders",
             "whereFilters": [{"column": "amount", "operator": "ge", "values": ["1"]},
                              {"column": "amount", "operator": "ne", "values": ["", "2", "2"]}]}
            """);

    // Then
    assertThat(request.whereFilters()).hasSize(2);
    assertThat(request.whereFilters().get(1).values()).containsExactly("", "2", "2");
  }

  @Test
  void namesAWrongOperatorOnce() {
    // Given
    String body =
        "{\"table\": \"in.c-a.b\", \"whereFilters\": [{\"column\": \"a\", \"operator\": \"in\", \"values\": [1]}]}";

    // When
    SluiceException refused = catchThrowableOfType(SluiceException.class, () -> read(body));

    // Then
    assertThat(refused.fieldErrors()).hasSize(1);
  }

  @Test
  void tellsHowToConfigureAConnectionWhereThereIsNone() {
    // Given
    RequestReader bare = new RequestReader(new TestLimits(), caller -> Set.of());
    byte[] body = "{\"table\": \"in.c-a.b\"}".getBytes(StandardCharsets.UTF_8);

    // When
    SluiceException refused =
        catchThrowableOfType(SluiceException.class, () -> bare.read(Caller.program(), body));

    // Then
    assertThat(refused).hasMessageContaining("sluice.connections.default.url");
  }

  @Test
  void namesEveryBadFieldAtOnce() {
    // When
    SluiceException refused =
        catchThrowableOfType(
            SluiceException.class, () -> read("{\"limit\": \"x\", \"branch\": \"y\"}"));

    // Then
    assertThat(refused.fieldErrors())
        .extracting(SluiceException.FieldError::pointer)
        .containsExactlyInAnyOrder("/table", "/limit", "/branch");
  }

  @Test
  void tellsWhereTheJsonBreaks() {
    // When
    SluiceException refused =
        catchThrowableOfType(SluiceException.class, () -> read("{\n  \"table\": }"));

    // Then
    assertThat(refused.code().slug()).isEqualTo("malformed-json");
    assertThat(refused.getMessage()).contains("line 2");
  }

  private ExportRequest read(String body) {
    return reader.read(Caller.program(), body.getBytes(StandardCharsets.UTF_8));
  }
}
