package io.sluice.sandbox.data;

import static io.sluice.sandbox.data.BaseType.INTEGER;
import static io.sluice.sandbox.data.BaseType.NUMERIC;

import java.util.List;
import java.util.Optional;

/** Tables that something is the matter with, each with one thing. */
final class OddTables {
  private OddTables() {}

  /** Its job fails with a message of the warehouse. */
  static SampleTable broken() {
    return new SampleTable(
        ShopTables.BUCKET,
        "broken",
        true,
        List.of("id"),
        List.of(
            SampleColumn.of("id", INTEGER, row -> Long.toString(row + 1)).required(),
            SampleColumn.of("ratio", NUMERIC, row -> "0.50")),
        100,
        Optional.of("SQL compilation error: view column \"ratio\": Division by zero"));
  }
}
