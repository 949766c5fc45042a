package io.sluice.sandbox.unload;

import io.sluice.sandbox.data.BaseType;
import io.sluice.sandbox.data.SampleColumn;
import io.sluice.sandbox.data.TableSnapshot;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The column {@code _timestamp}: when a row was imported. */
final class InternalTimestamp {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  private InternalTimestamp() {}

  static SampleColumn of(TableSnapshot snapshot) {
    return new SampleColumn(
        "_timestamp",
        BaseType.TIMESTAMP,
        "TIMESTAMP_NTZ",
        "9",
        true,
        row -> SECONDS.format(snapshot.importedAt(row)));
  }
}
