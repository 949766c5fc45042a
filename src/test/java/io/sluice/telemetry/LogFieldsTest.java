package io.sluice.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.junit.jupiter.api.Test;

class LogFieldsTest {
  private final LogFields fields = new LogFields();

  @Test
  void whatALineIsAboutBecomesItsFields() {
    // Given
    ExtLogRecord line =
        new ExtLogRecord(
            Level.INFO,
            "exportId=%s slice=%d failed: no answer",
            ExtLogRecord.FormatStyle.PRINTF,
            "t");
    line.setParameters(new Object[] {"0193", 7});

    // When
    boolean logged = fields.isLoggable(line);

    // Then
    assertThat(logged).isTrue();
    assertThat(line.getMdcCopy()).containsEntry("exportId", "0193").containsEntry("slice", "7");
  }

  @Test
  void aPairThatIsNoneOfOurKeysStaysText() {
    // Given
    ExtLogRecord line = new ExtLogRecord(Level.INFO, "merge=REWRITE rows=3", "t");

    // When
    boolean logged = fields.isLoggable(line);

    // Then
    assertThat(logged).isTrue();
    assertThat(line.getMdcCopy()).isEmpty();
  }
}
