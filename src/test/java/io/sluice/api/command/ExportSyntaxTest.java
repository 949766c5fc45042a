package io.sluice.api.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExportSyntaxTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final ExportSyntax syntax = new ExportSyntax(stream(out), stream(err));

  @Test
  void saysWhatTheHttpApiWouldBeSent() throws Exception {
    // When
    Optional<ExportCall> call =
        syntax.parse(
            "export",
            "in.c-shop.orders",
            "-o",
            "orders.parquet",
            "--columns",
            "id,status",
            "--where",
            "status=paid,shipped",
            "--where",
            "amount:DOUBLE>=5",
            "--order-by",
            "id:desc",
            "--since",
            "-2 days",
            "--type",
            "csv",
            "--compression",
            "zstd",
            "--limit",
            "10");

    // Then
    assertThat(call.orElseThrow().output().getFileName()).hasToString("orders.parquet");
    assertThat(new ObjectMapper().readTree(call.orElseThrow().body().toString()))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"table": "in.c-shop.orders", "output": {"compression": "zstd"},
                     "changedSince": "-2 days", "fileType": "csv", "limit": 10,
                     "columns": ["id", "status"], "orderBy": [{"column": "id", "order": "desc"}],
                     "whereFilters": [
                       {"column": "status", "operator": "eq", "values": ["paid", "shipped"]},
                       {"column": "amount", "operator": "ge", "dataType": "DOUBLE", "values": ["5"]}]}
                    """));
  }

  @Test
  void namesTheFileAfterTheTable() {
    // When
    Optional<ExportCall> call = syntax.parse("export", "in.c-shop.orders");

    // Then
    assertThat(call.orElseThrow().output().getFileName()).hasToString("orders.parquet");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "export                            | 64 | TABLE",
        "exprot in.c-a.b                   | 64 | export",
        "export in.c-a.b --colums=id       | 64 | --columns",
        "export in.c-a.b --where=status    | 64 | status=paid,shipped",
        "export in.c-a.b --limit=many      | 64 | whole number",
      })
  void refusesWhatItDoesNotUnderstandAndSaysWhy(String line, int code, String advice) {
    // When
    Optional<ExportCall> call = syntax.parse(line.split(" "));

    // Then
    assertThat(call).isEmpty();
    assertThat(syntax.exitCode()).isEqualTo(code);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains(advice);
  }

  @Test
  void explainsItself() {
    // When
    Optional<ExportCall> call = syntax.parse("export", "--help");

    // Then
    assertThat(call).isEmpty();
    assertThat(syntax.exitCode()).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("--where").contains("Exit codes");
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
