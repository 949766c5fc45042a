package io.sluice.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.mutiny.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An export dies, is cancelled or left in each state, and goes on from there. */
class SurvivalTest {
  private static Vertx vertx;

  @TempDir Path folder;
  private Gateway gateway;

  @BeforeAll
  static void startVertx() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stopVertx() {
    vertx.closeAndAwait();
  }

  @BeforeEach
  void open() {
    gateway = new Gateway(vertx, folder, Map.of());
  }

  @AfterEach
  void close() {
    gateway.close();
  }

  /** Where an export is held up, and how many slices have come by then. */
  enum Stand {
    STARTING(0),
    EXPORTING(0),
    DOWNLOADING(1),
    MERGING(3),
    DELIVERING(3);

    private final int slices;

    Stand(int slices) {
      this.slices = slices;
    }

    Gate gate(ScriptedRooms.Life room) {
      return switch (this) {
        case STARTING -> room.exporting;
        case EXPORTING -> room.polling;
        case DOWNLOADING -> room.fetching;
        case MERGING -> room.merging;
        case DELIVERING -> room.publishing;
      };
    }

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @ParameterizedTest
  @EnumSource(Stand.class)
  void anExportGoesOnWhereTheProcessDied(Stand stand) {
    // Given
    String id = holdAt(stand);
    assertThat(gateway.rooms.slicesFetched).hasValue(stand.slices);

    // When
    gateway.killAndRestart();

    // Then
    Export ended = gateway.awaitEnd(id);
    assertThat(ended.state()).isInstanceOf(ExportState.Succeeded.class);
    assertThat(ended.resumes()).isOne();
    assertThat(gateway.rooms.jobsStarted).hasValue(1);
    assertThat(gateway.rooms.slicesFetched).hasValue(ScriptedRooms.SLICES);
    assertThat(gateway.result(id)).hasSize(15);
    assertThatScratchIsGoneWithinASecond();
  }

  private String holdAt(Stand stand) {
    Gate gate = stand.gate(gateway.room());
    gate.close();
    String id = gateway.submit(Gateway.request("in.c-shop.orders"));
    await().atMost(Gateway.SOON).until(() -> gate.waiting() == 1);
    assertThat(gateway.now(id).state().label()).isEqualTo(stand.label());
    return id;
  }

  private void assertThatScratchIsGoneWithinASecond() {
    await()
        .atMost(Duration.ofSeconds(1))
        .untilAsserted(() -> assertThat(gateway.scratches()).isEmpty());
  }
}
