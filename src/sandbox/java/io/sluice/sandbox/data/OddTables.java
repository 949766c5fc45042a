package io.sluice.sandbox.data;

import static io.sluice.sandbox.data.BaseType.DATE;
import static io.sluice.sandbox.data.BaseType.FLOAT;
import static io.sluice.sandbox.data.BaseType.INTEGER;
import static io.sluice.sandbox.data.BaseType.NUMERIC;
import static io.sluice.sandbox.data.BaseType.STRING;
import static io.sluice.sandbox.data.BaseType.TIMESTAMP;
import static io.sluice.sandbox.data.Draw.below;
import static io.sluice.sandbox.data.ShopTables.BUCKET;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Tables with which something is the matter, each with one thing. */
final class OddTables {
  static final int WIDE_COLUMNS = 1_200;
  static final long BAD_ROW = 776;
  private static final int LARGE_CELL = 64 * 1024;

  private OddTables() {}

  /** Its job fails with a message of the warehouse. */
  static SampleTable broken() {
    return table("broken", true, 100, id(), SampleColumn.of("ratio", NUMERIC, row -> "0.50"))
        .failing("SQL compilation error: view column \"ratio\": Division by zero");
  }

  /** A timestamp with a zone: Snowflake cannot unload it as Parquet (storage-api.md 6). */
  static SampleTable eventsTz() {
    return table(
        "events_tz",
        true,
        5_000,
        id(),
        SampleColumn.of("happened_at", TIMESTAMP, row -> ShopTables.seconds(row * 61))
            .declaredAs("TIMESTAMP_TZ"),
        SampleColumn.of("kind", STRING, ShopTables::status));
  }

  /** Declared INTEGER, and one value is none. */
  static SampleTable dirty() {
    return table(
        "dirty",
        false,
        5_000,
        id(),
        SampleColumn.of(
            "quantity", INTEGER, row -> row == BAD_ROW ? "12 pieces" : "" + below(row, 31, 100)));
  }

  /** Empty texts in place of numbers and dates, as CSV imports leave them. */
  static SampleTable blanks() {
    return table(
        "blanks",
        false,
        5_000,
        id(),
        SampleColumn.of("price", NUMERIC, row -> row % 5 == 0 ? "" : below(row, 32, 900) + ".25"),
        SampleColumn.of("weight", FLOAT, row -> row % 7 == 0 ? "" : below(row, 33, 80) / 8.0 + ""),
        SampleColumn.of("due", DATE, row -> row % 3 == 0 ? "" : "2026-02-1" + below(row, 34, 10)),
        SampleColumn.of("remark", STRING, row -> row % 2 == 0 ? "" : "fine"));
  }

  /** As many columns as a test of the reference client has (storage-api.md 12.1). */
  static SampleTable wide() {
    List<SampleColumn> columns = new ArrayList<>(List.of(id()));
    for (int i = 1; i < WIDE_COLUMNS; i++) {
      int salt = 1_000 + i;
      columns.add(SampleColumn.of("col_" + i, STRING, row -> "v" + below(row, salt, 1_000)));
    }
    return table("wide", false, 1_000, columns.toArray(SampleColumn[]::new));
  }

  /** Cells of 64 KiB and more, with quotes and line breaks in them. */
  static SampleTable largeCells() {
    return table(
        "large_cells",
        false,
        200,
        id(),
        SampleColumn.of(
            "document", STRING, row -> ("line \"" + row + "\"\n").repeat(LARGE_CELL / 8)));
  }

  /** Everything that a CSV dialect has to get right, and rows without any of it. */
  static SampleTable texts() {
    List<String> texts =
        Arrays.asList(
            null,
            "",
            "plain",
            "a, b",
            "say \"hi\"",
            "\"",
            "two\nlines",
            "two\r\nlines",
            "ends with a line\n",
            "back\\slash",
            "\\",
            "C:\\new\\n",
            "\\N",
            "NULL",
            "příliš žluťoučký 🐎",
            " spaces ",
            "tab\there",
            "'",
            "\uFEFFmark");
    return table(
        "texts",
        false,
        1_000,
        id(),
        SampleColumn.of("value", STRING, row -> texts.get((int) row % texts.size())),
        SampleColumn.of("Value", STRING, row -> texts.get((int) (row / 7) % texts.size())));
  }

  /** The five people on whom the reference client's tests try the filters. */
  static SampleTable users() {
    List<String> names = List.of("martin", "klara", "ondra", "miro", "hidden");
    List<String> cities = List.of("PRG", "PRG", "VAN", "BRA", "");
    return table(
        "users",
        false,
        names.size(),
        id(),
        SampleColumn.of("name", STRING, row -> names.get((int) row % names.size())),
        SampleColumn.of("city", STRING, row -> cities.get((int) row % names.size())),
        SampleColumn.of("sex", STRING, row -> row == 1 ? "female" : "male"));
  }

  /** Large enough to measure with. */
  static SampleTable events() {
    return table(
        "events",
        false,
        3_000_000,
        id(),
        SampleColumn.of("customer_id", INTEGER, row -> "" + (below(row, 41, 20_000) + 1)),
        SampleColumn.of("happened_at", TIMESTAMP, row -> ShopTables.seconds(row * 9)),
        SampleColumn.of("kind", STRING, ShopTables::status),
        SampleColumn.of("value", NUMERIC, row -> below(row, 42, 90_000) + ".75"),
        SampleColumn.of("city", STRING, ShopTables::city));
  }

  private static SampleColumn id() {
    return SampleColumn.of("id", INTEGER, row -> Long.toString(row + 1)).required();
  }

  private static SampleTable table(String name, boolean typed, long rows, SampleColumn... columns) {
    return new SampleTable(
        BUCKET, name, typed, List.of("id"), List.of(columns), rows, Optional.empty());
  }
}
