package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;

class ProgramTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<ExportCall> calls = new ArrayList<>();
  private final CommandLine program =
      Program.with(this::noted)
          .setOut(new PrintWriter(out, true))
          .setErr(new PrintWriter(err, true))
          .setColorScheme(Help.defaultColorScheme(Ansi.OFF));

  @Test
  void saysWhatTheHttpApiWouldBeSent() throws IOException {
    // When
    int code =
        program.execute(
            "export",
            "in.c-shop.orders",
            "-o",
            "some.parquet",
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
            "--until",
            "2026-11-01",
            "--type",
            "csv",
            "--types",
            "source",
            "--merge",
            "rewrite",
            "--compression",
            "zstd",
            "--connection",
            "sales",
            "--branch",
            "7",
            "--limit",
            "10",
            "-qv");

    // Then
    assertThat(code).as(err.toString()).isEqualTo(3);
    assertThat(call().output()).isEqualTo(Path.of("some.parquet").toAbsolutePath());
    assertThat(call().quiet()).isTrue();
    assertThat(call().verbose()).isTrue();
    assertThat(body())
        .isEqualTo(
            JSON.readTree(
                """
                {"table": "in.c-shop.orders", "connection": "sales", "branch": 7,
                 "changedSince": "-2 days", "changedUntil": "2026-11-01",
                 "fileType": "csv", "limit": 10,
                 "output": {"compression": "zstd", "types": "source", "merge": "rewrite"},
                 "columns": ["id", "status"], "orderBy": [{"column": "id", "order": "desc"}],
                 "whereFilters": [
                   {"column": "status", "operator": "eq", "values": ["paid", "shipped"]},
                   {"column": "amount", "operator": "ge", "dataType": "DOUBLE", "values": ["5"]}]}
                """));
  }

  @Test
  void asksForATableAloneAndNamesTheFileAfterIt() throws IOException {
    // When
    program.execute("export", "in.c-shop.orders");

    // Then
    assertThat(call().output()).isEqualTo(Path.of("orders.parquet").toAbsolutePath());
    assertThat(call().quiet()).isFalse();
    assertThat(call().verbose()).isFalse();
    assertThat(body())
        .isEqualTo(JSON.readTree("{\"table\": \"in.c-shop.orders\", \"output\": {}}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "--                                | Missing required subcommand",
        "exprot in.c-a.b                   | export",
        "export                            | Missing required parameter: 'TABLE'",
        "export in.c-a.b in.c-a.c          | in.c-a.c",
        "export in.c-a.b --colums=id       | Possible solutions: --columns",
        "export in.c-a.b --where=status    | '--where' (FILTER): \"status\" is no filter",
        "export in.c-a.b --limit=many      | '--limit': \"many\" is no whole number",
        "export in.c-a.b --branch=-1       | '--branch': \"-1\" is no whole number",
      })
  void refusesWhatItDoesNotUnderstandAndSaysWhy(String line, String advice) {
    // When
    int code = program.execute(line.split(" "));

    // Then
    assertThat(code).isEqualTo(64);
    assertThat(calls).isEmpty();
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains(advice);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--help           | Commands:",
        "export --help    | --where=FILTER",
        "export --help    | Exit codes: 0 done,",
        "export -h        | -o, --output=FILE",
        "--version        | sluice ",
        "export --version | sluice ",
      })
  void explainsItself(String line, String told) {
    // When
    int code = program.execute(line.split(" "));

    // Then
    assertThat(code).isZero();
    assertThat(calls).isEmpty();
    assertThat(err.toString()).isEmpty();
    assertThat(out.toString()).contains(told);
  }

  @Test
  void breaksNoLineOfItsHelpInTheMiddle() {
    // When
    program.execute("export", "--help");

    // Then
    assertThat(out.toString().lines())
        .endsWith(
            "Exit codes: 0 done, 64 wrong use, 69 the Storage API failed,",
            "70 this machine failed, 75 trying again may help, 78 wrong configuration,",
            "130 interrupted.",
            "The project comes from SLUICE_CONNECTIONS_DEFAULT_URL and _TOKEN.");
  }

  @Test
  void endsAsThisMachinesFailureWhereTheCommandItselfFails() {
    // Given
    CommandLine failing =
        Program.with(
                call -> {
                  throw new IllegalStateException("out of luck");
                })
            .setErr(new PrintWriter(err, true));

    // When
    int code = failing.execute("export", "in.c-shop.orders");

    // Then
    assertThat(code).isEqualTo(70);
    assertThat(err.toString()).contains("out of luck");
  }

  private int noted(ExportCall call) {
    calls.add(call);
    return 3;
  }

  private ExportCall call() {
    assertThat(calls).hasSize(1);
    return calls.get(0);
  }

  /** Read again, as a number's type is no matter in JSON. */
  private JsonNode body() throws IOException {
    return JSON.readTree(call().body().toString());
  }
}
