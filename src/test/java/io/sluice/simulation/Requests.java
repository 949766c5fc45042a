package io.sluice.simulation;

import io.sluice.base.TableId;
import io.sluice.export.model.ExportRequest;
import io.sluice.export.model.ExportRequest.FileType;
import io.sluice.export.model.ExportRequest.Operator;
import io.sluice.export.model.ExportRequest.WhereFilter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What callers ask for. Few tables and few keys, so that requests meet. */
final class Requests {
  private static final int WIDE = 160;

  private Requests() {}

  static ExportRequest plain(Random random) {
    return table("b" + random.nextInt(3));
  }

  /** What belongs to the key; seldom something else, which must be refused. */
  static ExportRequest keyed(String key, Random random) {
    return table(random.nextInt(8) == 0 ? "k" : key);
  }

  static Optional<String> key(String kind, Random random) {
    return Optional.of(kind + random.nextInt(3));
  }

  /** The tables of a batch: the same ones for the same key. */
  static List<ExportRequest> batch(Optional<String> key, Random random) {
    int count =
        key.map(given -> 1 + Math.floorMod(given.hashCode(), 3)).orElse(random.nextInt(3) + 1);
    return IntStream.range(0, count).mapToObj(number -> table("b" + number)).toList();
  }

  /** One that nobody else asks for. */
  static ExportRequest probe(int number, boolean last) {
    return request("probe" + number, last ? 4 * WIDE : 0);
  }

  /** Every third table is asked for with a long list, which is kept apart. */
  private static ExportRequest table(String name) {
    return request(name, name.endsWith("2") ? WIDE : 0);
  }

  private static ExportRequest request(String table, int values) {
    return new ExportRequest(
        TableId.parse("in.c-shop." + table),
        table.endsWith("1") ? "other" : "default",
        OptionalLong.empty(),
        List.of(),
        values == 0 ? List.of() : List.of(oneOf(values)),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        OptionalLong.empty(),
        table.endsWith("0") ? FileType.AUTO : FileType.PARQUET,
        new ExportRequest.Output(
            "orders.parquet",
            ExportRequest.Types.DECLARED,
            ExportRequest.Merge.AUTO,
            Optional.empty(),
            "local"));
  }

  private static WhereFilter oneOf(int values) {
    List<String> all =
        Stream.iterate(1000, value -> value + 1).limit(values).map(String::valueOf).toList();
    return new WhereFilter("id", Operator.EQ, all, Optional.empty());
  }
}
