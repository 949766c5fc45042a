package io.sluice.fuzz;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** All that is fuzzed, by name; a target is made where it is used, for it holds memory. */
final class Targets {
  private static final Map<String, Supplier<Target>> ALL =
      new TreeMap<>(
          Map.of(
              "parquet", ParquetTarget::new,
              "csv", () -> new CsvTarget(false),
              "csv-gzip", () -> new CsvTarget(true),
              "manifest", ManifestTarget::new,
              "answers", AnswersTarget::new,
              "requests", RequestTarget::new,
              "headers", HeaderTarget::new,
              "rows", RowTarget::new));

  private Targets() {}

  static List<String> names() {
    return List.copyOf(ALL.keySet());
  }

  static Target of(String name) {
    return ALL.get(name).get();
  }
}
