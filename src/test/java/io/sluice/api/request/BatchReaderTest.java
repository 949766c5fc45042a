package io.sluice.api.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.access.Caller;
import io.sluice.api.request.BatchRequest.Bucket;
import io.sluice.api.request.BatchRequest.Tables;
import io.sluice.base.SluiceException;
import io.sluice.base.SluiceException.FieldError;
import io.sluice.base.TableId;
import io.sluice.export.model.ExportRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchReaderTest {
  private final BatchReader reader =
      new BatchReader(
          new RequestReader(new TestLimits(), caller -> Set.of("default", "sales")),
          new TestLimits());

  @Test
  void givesEachTableTheDefaultsAndItsOwnWord() {
    // When
    BatchRequest batch =
        read("{\"tables\": [\"in.c-a.b\", {\"table\": \"in.c-a.c\", \"limit\": 5}], \"limit\": 9}");

    // Then
    List<ExportRequest> requests = ((Tables) batch.selection()).requests();
    assertThat(requests)
        .extracting(request -> request.table().value())
        .containsExactly("in.c-a.b", "in.c-a.c");
    assertThat(requests)
        .extracting(ExportRequest::limit)
        .containsExactly(OptionalLong.of(9), OptionalLong.of(5));
    assertThat(requests)
        .extracting(request -> request.output().name())
        .containsExactly("b.parquet", "c.parquet");
  }

  @Test
  void givesTheTablesOfABucketTheDefaults() {
    // Given
    BatchRequest batch = read("{\"bucket\": \"in.c-a\", \"limit\": 9}");

    // When
    ExportRequest request = batch.shared().forTable(TableId.parse("in.c-a.b"));

    // Then
    assertThat(batch.selection()).isEqualTo(new Bucket("in.c-a"));
    assertThat(request.limit()).hasValue(9);
  }

  @Test
  void sharesWhatTablesHaveInCommonInsteadOfCopyingIt() {
    // When
    BatchRequest batch =
        read(
            """
            {"tables": ["in.c-a.b", {"table": "in.c-a.c", "columns": ["id"]},
                        {"table": "in.c-a.d", "where_filters": null}],
             "columns": ["a", "b"], "whereFilters": [{"column": "a", "values": ["1", "2"]}]}
            """);

    // Then
    List<ExportRequest> requests = ((Tables) batch.selection()).requests();
    assertThat(requests.get(0).columns()).isSameAs(batch.shared().request().columns());
    assertThat(requests.get(1).columns()).containsExactly("id");
    assertThat(requests.get(1).whereFilters()).isSameAs(requests.get(0).whereFilters()).hasSize(1);
    assertThat(requests.get(2).whereFilters()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"table\": \"in.c-a.b\"}                                  | shared.parquet | SOURCE",
        "{\"table\": \"in.c-a.b\", \"output\": {\"name\": \"own\"}} | own            | DECLARED",
        "{\"table\": \"in.c-a.b\", \"output\": {}}                  | b.parquet      | DECLARED",
      })
  void takesATablesOwnOutputAsAWhole(String table, String name, ExportRequest.Types types) {
    // When
    BatchRequest batch =
        read(
            "{\"tables\": [%s], \"output\": {\"name\": \"shared.parquet\", \"types\": \"source\"}}"
                .formatted(table));

    // Then
    ExportRequest request = ((Tables) batch.selection()).requests().get(0);
    assertThat(request.output().name()).isEqualTo(name);
    assertThat(request.output().types()).isEqualTo(types);
  }

  @Test
  void hasTheSameDigestHoweverItIsSpaced() {
    // Given
    BatchRequest spaced = read("{ \"bucket\" : \"in.c-a\" }");

    // When
    BatchRequest dense = read("{\"bucket\":\"in.c-a\"}");

    // Then
    assertThat(dense.digest()).isEqualTo(spaced.digest());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"tables\": [\"in.c-a.b\"], \"limt\": 1}                | /limt            | did you mean \"limit\"",
        "[\"in.c-a.b\", 7]                                         | /tables/1        | a table id or an object",
        "[{\"table\": \"in.c-a.b\", \"colums\": []}]               | /tables/0/colums | did you mean \"columns\"",
        "[\"in.c-a.a\", \"in.c-a.b\", \"in.c-a.c\", \"in.c-a.d\"] | /tables          | at most 3",
        "[\"in.c-a.b\", \"in.c-a.c\", {\"table\": \"in.c-a.b\"}] | /tables/2        | stands at /tables/0 already; name it once",
        "[\"\"]                                                    | /tables/0        | stage.bucket.table",
        "{\"bucket\": \"in.c-a\", \"columns\": [\"a\", \"a\"]}      | /columns/1       | stands at /columns/0 already",
        "[{\"table\": \"in.c-a.b\", \"columns\": [\"a\", \"a\"]}]   | /tables/0/columns/1 | stands at /tables/0/columns/0 already",
        "{\"tables\": \"in.c-a.b\"}                                | /tables          | an array",
        "{\"bucket\": 7}                                           | /bucket          | text",
        "{\"bucket\": \"../tokens?\"}                              | /bucket          | not a bucket id",
        "{\"bucket\": \"in.c-a/tables\"}                           | /bucket          | not a bucket id",
        "{\"bucket\": \"in.c-a.b\"}                                | /bucket          | not a bucket id",
      })
  void pointsAtWhatIsWrong(String body, String pointer, String advice) {
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

  @ParameterizedTest
  @ValueSource(strings = {"[7, 8]", "[{}, {}]", "[\"\", \"\"]"})
  void callsNothingTwiceThatIsNoTable(String body) {
    // When
    SluiceException refused = catchThrowableOfType(SluiceException.class, () -> read(body));

    // Then
    assertThat(refused.fieldErrors()).hasSize(2);
    assertThat(refused.fieldErrors())
        .extracting(FieldError::detail)
        .noneMatch(detail -> detail.contains("already"));
  }

  private BatchRequest read(String body) {
    return reader.read(Caller.program(), body.getBytes(StandardCharsets.UTF_8));
  }
}
