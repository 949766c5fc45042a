package io.sluice.export.retain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.runtime.StartupEvent;
import io.sluice.base.ExportId;
import io.sluice.export.Gateway;
import io.sluice.export.Gateways;
import io.sluice.export.model.ExportState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {
  @RegisterExtension static final Gateways GATEWAYS = new Gateways();

  @TempDir Path folder;
  private Gateway gateway;

  @BeforeEach
  void open() {
    gateway = GATEWAYS.open(folder, Map.of("sluice.retention", "7d"));
  }

  @Test
  void removesRecordAndResultOfWhatEndedLongerAgo() {
    // Given
    ExportId old = succeeded();
    gateway.time.advance(Duration.ofDays(4));
    ExportId young = succeeded();
    gateway.time.advance(Duration.ofDays(3).plusSeconds(1));

    // When
    sweep();

    // Then
    assertThat(gateway.rooms.kept()).containsOnlyKeys(young.value());
    assertThat(gateway.result(old)).doesNotExist();
    assertThat(gateway.result(young)).exists();
  }

  @Test
  void neverRemovesWhatHasNotEndedHoweverOld() throws IOException {
    // Given
    gateway.room().merging.close();
    ExportId id = gateway.submit(Gateway.request("in.c-shop.orders"));
    await().atMost(Gateway.SOON).until(() -> gateway.room().merging.waiting() == 1);
    gateway.time.advance(Duration.ofDays(100));

    // When
    sweep();

    // Then
    assertThat(gateway.rooms.kept()).containsOnlyKeys(id.value());
    assertThat(gateway.scratches()).containsExactly(id.value());
  }

  @Test
  void sweepsScratchWhoseExportDoesNotRunAndNothingElse() throws IOException {
    // Given
    ExportId ended = succeeded();
    await().atMost(Gateway.SOON).until(() -> gateway.scratches().isEmpty());
    ExportId unknown = ExportId.next(gateway.time.now());
    scratchOf(ended.value());
    scratchOf(unknown.value());
    Path foreign = scratchOf("photos");

    // When
    sweep();

    // Then
    assertThat(gateway.scratches()).containsExactly("photos");
    assertThat(foreign).isDirectoryContaining("glob:**slice-00001.parquet.part");
  }

  @Test
  void followsNoLinkOutOfTheWorkDirectory() throws IOException {
    // Given
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("model.bin"), "precious", StandardCharsets.UTF_8);
    ExportId id = ExportId.next(gateway.time.now());
    Files.createSymbolicLink(gateway.scratch(id), elsewhere);

    // When
    sweep();

    // Then
    assertThat(elsewhere.resolve("model.bin")).hasContent("precious");
  }

  @Test
  void takesNothingForAnOrphanThatIsNotNamedByAnExport() {
    // Given
    ExportId known = succeeded();

    // When
    sweep();

    // Then
    Predicate<ExportId> orphan = gateway.rooms.orphan.get();
    assertThat(orphan.test(ExportId.next(gateway.time.now()))).isTrue();
    assertThat(orphan.test(known)).isFalse();
  }

  @Test
  void sweepsByItselfAtTheStartAndThenRegularly() {
    // Given
    Retention retention = gateway.retention();
    retention.begin(new StartupEvent());
    ExportId old = succeeded();

    // When
    gateway.time.advance(Duration.ofDays(8));

    // Then
    await().atMost(Gateway.SOON).until(() -> gateway.rooms.kept().isEmpty());
    assertThat(gateway.result(old)).doesNotExist();
  }

  private ExportId succeeded() {
    ExportId id = gateway.submit(Gateway.request("in.c-shop.orders"));
    assertThat(gateway.awaitEnd(id).state()).isInstanceOf(ExportState.Succeeded.class);
    return id;
  }

  private Path scratchOf(String folderName) throws IOException {
    Path directory =
        Files.createDirectories(
            gateway.scratch(ExportId.next(gateway.time.now())).getParent().resolve(folderName));
    Files.writeString(
        directory.resolve("slice-00001.parquet.part"), "half", StandardCharsets.UTF_8);
    return directory;
  }

  private void sweep() {
    gateway.retention().sweep().await().atMost(Gateway.SOON);
  }
}
