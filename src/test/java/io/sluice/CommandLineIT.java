package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.junit.main.LaunchResult;
import io.quarkus.test.junit.main.QuarkusMainIntegrationTest;
import io.quarkus.test.junit.main.QuarkusMainLauncher;
import io.sluice.sandbox.data.SampleTable;
import io.sluice.sandbox.data.SampleTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command line of what is shipped: the packaged jar, or the native executable. */
@QuarkusMainIntegrationTest
@TestProfile(FreePorts.class)
@WithTestResource(SandboxResource.class)
class CommandLineIT {
  private static final SampleTable ORDERS = SampleTables.ORDERS;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--help        | Usage: sluice [-hV] [COMMAND]",
        "export --help | -o, --output=FILE",
        "export --help | Exit codes: 0 done",
      })
  void explainsItself(String line, String told, QuarkusMainLauncher launcher) {
    // When
    LaunchResult ended = launcher.launch(line.split(" "));

    // Then
    assertThat(ended.exitCode()).as(ended.getErrorOutput()).isZero();
    assertThat(ended.getOutput()).contains(told);
  }

  @Test
  void saysItsVersion(QuarkusMainLauncher launcher) {
    // When
    LaunchResult ended = launcher.launch("--version");

    // Then
    assertThat(ended.exitCode()).as(ended.getErrorOutput()).isZero();
    assertThat(ended.getOutput()).containsPattern("sluice [0-9]+[.][0-9]+");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "export in.c-shop.orders --colums=id      | Possible solutions: --columns",
        "export in.c-shop.orders --limit=many     | is no whole number",
        "export in.c-shop.orders --where=status   | is no filter",
        "export in.c-shop.orders --type=parket    | --type \"parket\" is not one of auto, parquet, csv",
        "export in.c-shop.orders -o /none/it.file | Cannot write to /none",
      })
  void refusesWrongUseAndSaysWhatIsRight(String line, String advice, QuarkusMainLauncher launcher) {
    // When
    LaunchResult ended = launcher.launch(line.split(" "));

    // Then
    assertThat(ended.exitCode()).as(ended.getErrorOutput()).isEqualTo(64);
    assertThat(ended.getErrorOutput()).contains(advice);
  }

  @Test
  void exportsOneTableToOneFileAndLeavesNothingElse(QuarkusMainLauncher launcher)
      throws IOException {
    // Given
    Path file = folder.resolve("orders.parquet");

    // When
    LaunchResult ended = launcher.launch("export", ORDERS.id(), "--output", file.toString());

    // Then
    assertThat(ended.exitCode()).as(ended.getErrorOutput()).isZero();
    assertThat(ended.getErrorOutput()).contains(file.toString(), "sha-256");
    assertThat(DuckDb.query(file, "SELECT count(*), sum(id), sum(amount) FROM FILE"))
        .containsExactly(
            List.of(ORDERS.rowCount(), ORDERS.sum("id").toBigInteger(), ORDERS.sum("amount")));
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void appliesItsOptions(QuarkusMainLauncher launcher) {
    // Given
    Path file = folder.resolve("some.parquet");

    // When
    LaunchResult ended =
        launcher.launch(
            "export",
            ORDERS.id(),
            "-qo",
            file.toString(),
            "--columns=status,id",
            "--where=status=paid",
            "--limit=3",
            "--types=source");

    // Then
    assertThat(ended.exitCode()).as(ended.getErrorOutput()).isZero();
    assertThat(DuckDb.query(file, "SELECT count(*), min(status) FROM FILE"))
        .containsExactly(List.of(3L, "paid"));
    assertThat(
            DuckDb.query(file, "SELECT string_agg(column_name) FROM (DESCRIBE SELECT * FROM FILE)"))
        .containsExactly(List.of("status,id"));
  }

  @Test
  void endsAsWrongUseWhereThereIsNoSuchTable(QuarkusMainLauncher launcher) throws IOException {
    // Given
    Path file = folder.resolve("nothing.parquet");

    // When
    LaunchResult ended =
        launcher.launch("export", "in.c-shop.nothing", "--output", file.toString());

    // Then
    assertThat(ended.exitCode()).as(ended.getErrorOutput()).isEqualTo(64);
    assertThat(ended.getErrorOutput()).contains("in.c-shop.nothing");
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }
}
