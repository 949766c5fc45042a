package io.sluice.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.ExtLogRecord.FormatStyle;
import org.jboss.logmanager.Level;
import org.junit.jupiter.api.Test;

class LogFieldsTest {
  private final LogFields fields = new LogFields();

  @Test
  void parametersOfACallBecomeItsFields() {
    // Given
    ExtLogRecord line = line("exportId=%s slice=%d failed: no answer", "0193", 7);

    // When
    boolean logged = fields.isLoggable(line);

    // Then
    assertThat(logged).isTrue();
    assertThat(line.getMdcCopy()).containsEntry("exportId", "0193").containsEntry("slice", "7");
  }

  @Test
  void pairsInWhatAnUpstreamSaysStayText() {
    // Given
    ExtLogRecord line =
        line(
            "exportId=%s table=%s failed code=%s: %s",
            "0193", "in.c-shop.users", "job-failed", "exportId=0193-other code=none table=x");

    // When
    boolean logged = fields.isLoggable(line);

    // Then
    assertThat(logged).isTrue();
    assertThat(line.getMdcCopy())
        .containsEntry("exportId", "0193")
        .containsEntry("table", "in.c-shop.users")
        .containsEntry("code", "job-failed");
  }

  @Test
  void otherConversionsAreCountedButAreNoFields() {
    // Given
    ExtLogRecord line = line("%.1f %% of rows=%,d%n code=%s", 99.5, 1_000, "disk-full");

    // When
    boolean logged = fields.isLoggable(line);

    // Then
    assertThat(logged).isTrue();
    assertThat(line.getMdcCopy()).containsOnlyKeys("code").containsEntry("code", "disk-full");
  }

  @Test
  void aPairThatIsNoneOfOurKeysStaysText() {
    // Given
    ExtLogRecord line = new ExtLogRecord(Level.INFO, "merge=REWRITE code=3", "t");

    // When
    boolean logged = fields.isLoggable(line);

    // Then
    assertThat(logged).isTrue();
    assertThat(line.getMdcCopy()).isEmpty();
  }

  private static ExtLogRecord line(String format, Object... parameters) {
    ExtLogRecord line = new ExtLogRecord(Level.INFO, format, FormatStyle.PRINTF, "t");
    line.setParameters(parameters);
    return line;
  }
}
