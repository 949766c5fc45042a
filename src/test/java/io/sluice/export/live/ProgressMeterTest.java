package io.sluice.export.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.base.CallersContexts;
import io.sluice.base.ManualTimekeeper;
import io.sluice.base.NamedIds;
import io.sluice.export.Gateway;
import io.sluice.export.ScriptedStore;
import io.sluice.export.model.Asked;
import io.sluice.export.model.Export;
import io.sluice.export.model.Progress;
import io.sluice.export.model.Submission;
import io.sluice.transfer.SliceFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProgressMeterTest {
  private final ManualTimekeeper time = new ManualTimekeeper();
  private final LiveExport export =
      new LiveExport(
          Export.accepted(
              NamedIds.id("export"),
              new Asked(Gateway.request("in.c-shop.orders"), Map.of()),
              Submission.alone(Optional.empty(), Optional.empty(), Optional.empty()),
              time.now()),
          1,
          "digest",
          new CallersContexts().next(),
          new ScriptedStore(),
          new ExportRows(new ObjectMapper().findAndRegisterModules(), Runnable::run),
          time);
  private final ProgressMeter meter = export.meter();

  @Test
  void tellsTheRateAndWhenTheRestWillBeHere() {
    // Given
    meter.expect(2, OptionalLong.of(4_000));
    time.advance(Duration.ofSeconds(2));

    // When
    meter.received(1_000);

    // Then
    Progress progress = export.now().progress();
    assertThat(progress.bytesPerSecond()).hasValue(500);
    assertThat(progress.etaSeconds()).hasValue(6);
  }

  @Test
  void hasNoRateOnceEverySliceIsHere() {
    // Given
    meter.expect(1, OptionalLong.of(1_000));
    time.advance(Duration.ofSeconds(1));
    meter.received(1_000);

    // When
    meter.finished(new SliceFile(0, Path.of("slice-00000.csv.gz"), 1_000, Optional.empty()));

    // Then
    Progress progress = export.now().progress();
    assertThat(progress.slicesDone()).isEqualTo(1);
    assertThat(progress.bytesPerSecond()).isEmpty();
    assertThat(progress.etaSeconds()).isEmpty();
  }

  @Test
  void doesNotGuessATotalThatNobodyGave() {
    // When
    meter.expect(3, OptionalLong.empty());

    // Then
    assertThat(export.now().progress().bytesTotal()).isEmpty();
    assertThat(export.now().progress().etaSeconds()).isEmpty();
  }

  @Test
  void whatAnEarlierRunBroughtIsProgressButNotSpeed() {
    // Given
    meter.expect(2, OptionalLong.of(4_000));
    time.advance(Duration.ofSeconds(2));

    // When
    meter.resumed(3_000);

    // Then
    assertThat(export.now().progress().bytesDone()).isEqualTo(3_000);
    assertThat(export.now().progress().bytesPerSecond()).hasValue(0);
  }
}
