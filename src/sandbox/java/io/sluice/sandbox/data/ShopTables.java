package io.sluice.sandbox.data;

import static io.sluice.sandbox.data.BaseType.BOOLEAN;
import static io.sluice.sandbox.data.BaseType.DATE;
import static io.sluice.sandbox.data.BaseType.FLOAT;
import static io.sluice.sandbox.data.BaseType.INTEGER;
import static io.sluice.sandbox.data.BaseType.NUMERIC;
import static io.sluice.sandbox.data.BaseType.STRING;
import static io.sluice.sandbox.data.BaseType.TIMESTAMP;
import static io.sluice.sandbox.data.Draw.below;
import static io.sluice.sandbox.data.Draw.oneOf;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/** The ordinary tables of the sample shop. */
final class ShopTables {
  static final String BUCKET = "in.c-shop";
  private static final LocalDateTime OPENING = LocalDateTime.of(2025, 1, 1, 0, 0);
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private ShopTables() {}

  /** Not typed: all values are text, the types are declared in metadata alone. */
  static SampleTable orders() {
    return new SampleTable(
        BUCKET,
        "orders",
        false,
        List.of("id"),
        List.of(
            SampleColumn.of("id", INTEGER, row -> Long.toString(row + 1)).required(),
            SampleColumn.of("customer_id", INTEGER, row -> "" + (below(row, 1, 20_000) + 1)),
            SampleColumn.of("status", STRING, ShopTables::status).length("20"),
            SampleColumn.of("amount", NUMERIC, ShopTables::amount),
            SampleColumn.of("discount", FLOAT, row -> "" + below(row, 4, 800) / 8.0),
            SampleColumn.of("gift", BOOLEAN, row -> below(row, 5, 9) == 0 ? "true" : "false"),
            SampleColumn.of("created_at", TIMESTAMP, row -> seconds(row * 37)),
            SampleColumn.of("delivered_on", DATE, ShopTables::deliveredOn),
            SampleColumn.of("city", STRING, ShopTables::city),
            SampleColumn.of("note", STRING, ShopTables::note)),
        200_000,
        Optional.empty());
  }

  /** Typed: the backend itself holds the types. */
  static SampleTable customers() {
    return new SampleTable(
        BUCKET,
        "customers",
        true,
        List.of("id"),
        List.of(
            SampleColumn.of("id", INTEGER, row -> Long.toString(row + 1)).required(),
            SampleColumn.of("name", STRING, row -> "Customer " + (row + 1)).length("255"),
            SampleColumn.of("city", STRING, ShopTables::city),
            SampleColumn.of("vip", BOOLEAN, row -> below(row, 21, 20) == 0 ? "true" : "false"),
            SampleColumn.of("credit", NUMERIC, ShopTables::amount),
            SampleColumn.of(
                "score", FLOAT, row -> row % 31 == 0 ? null : "" + below(row, 22, 800) / 8.0),
            SampleColumn.of("born", DATE, ShopTables::born),
            SampleColumn.of("registered_at", TIMESTAMP, row -> seconds(row * 3_601))),
        20_000,
        Optional.empty());
  }

  static SampleTable empty() {
    return new SampleTable(
        BUCKET,
        "empty",
        false,
        List.of("id"),
        List.of(
            SampleColumn.of("id", INTEGER, row -> Long.toString(row + 1)).required(),
            SampleColumn.of("name", STRING, row -> "Name " + row)),
        0,
        Optional.empty());
  }

  static String status(long row) {
    return oneOf(row, 2, "new", "paid", "shipped", "delivered", "cancelled");
  }

  private static String amount(long row) {
    return row % 97 == 96 ? null : BigDecimal.valueOf(below(row, 3, 1_000_000), 2).toPlainString();
  }

  static String seconds(long sinceOpening) {
    return OPENING.plusSeconds(sinceOpening).format(SECONDS);
  }

  private static String deliveredOn(long row) {
    return status(row).equals("delivered")
        ? OPENING.plusSeconds(row * 37).toLocalDate().plusDays(below(row, 6, 14)).toString()
        : null;
  }

  private static String born(long row) {
    return row % 17 == 3 ? null : LocalDate.of(1940, 1, 1).plusDays(below(row, 23, 24_000)) + "";
  }

  static String city(long row) {
    return oneOf(row, 7, "Praha", "Brno", "Plzeň", "Łódź", "München", "東京", "São Paulo", "");
  }

  private static String note(long row) {
    return switch (below(row, 8, 12)) {
      case 0, 1, 2 -> null;
      case 3, 4 -> "";
      case 5 -> "Says \"call first\", twice";
      case 6 -> "Two lines:\nthe second, with a comma";
      case 7 -> "Žluťoučký kůň 🐎 č. " + row;
      case 8 -> "C:\\temp\\order " + row;
      case 9 -> "\"";
      case 10 -> " spaces around ";
      default -> "Leave order " + (row + 1) + " with the neighbour";
    };
  }
}
