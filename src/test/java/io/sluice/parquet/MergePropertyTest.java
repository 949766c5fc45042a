package io.sluice.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.parquet.MergeRequest.CsvDialect;
import io.sluice.parquet.MergeRequest.Mode;
import io.sluice.parquet.MergeRequest.Types;
import io.sluice.parquet.file.SliceFooter;
import io.sluice.parquet.scan.ParquetReader;
import io.sluice.parquet.type.ColumnType;
import io.sluice.parquet.type.ParquetTypes;
import io.sluice.parquet.values.RowBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.parquet.format.SchemaElement;

/** Random tables as random slices: what DuckDB and Arrow read back is what went in. */
class MergePropertyTest {
  private static final List<String> EXPRESSIONS =
      List.of(
          "i",
          "(hash(i) >> 1)::BIGINT",
          "(i % 3)::INTEGER",
          "nullif(i % #, 0)",
          "i::DOUBLE / #",
          "nullif(i % #, 1)::FLOAT",
          "(i * # % 99991)::DECIMAL(9, 3)",
          "(hash(i) % 1000000)::DECIMAL(18, 0)",
          "-(hash(i)::DECIMAL(38, 0))",
          "i % # = 0",
          "CASE WHEN i % # > 0 THEN i % 2 = 0 END",
          "repeat(chr(97 + (i % 26)::INT), (hash(i) % 40)::INT)",
          "CASE i % # WHEN 0 THEN NULL WHEN 1 THEN '' ELSE 'ž' || hash(i) END",
          "encode(repeat('b', (i % 90)::INT))",
          "DATE '1900-01-01' + (hash(i) % 90000)::INT",
          "make_timestamp((hash(i) % 4000000000000000)::BIGINT - 1000000000000000)",
          "NULL::VARCHAR",
          "NULL::BIGINT");

  private Path directory;
  private Duck duck;

  @BeforeTry
  void open() throws IOException {
    directory = Files.createTempDirectory("merge-property");
    duck = new Duck();
  }

  @AfterTry
  void close() throws IOException {
    duck.close();
    try (var files = Files.walk(directory)) {
      for (Path path : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @Provide
  Arbitrary<List<String>> columns() {
    Arbitrary<String> one =
        Arbitraries.of(EXPRESSIONS)
            .flatMap(
                expression ->
                    Arbitraries.of(2, 7, 50, 3000)
                        .map(number -> expression.replace("#", String.valueOf(number))));
    return one.list().ofMinSize(1).ofMaxSize(8);
  }

  @Provide
  Arbitrary<List<Integer>> sliceRows() {
    return Arbitraries.of(0, 1, 7, 8, 9, 1000, 2048, 5003, 70_000).list().ofMinSize(1).ofMaxSize(4);
  }

  @Property(tries = 40, shrinking = ShrinkingMode.BOUNDED)
  void parquetSlicesComeBackEqual(
      @ForAll("columns") List<String> columns, @ForAll("sliceRows") List<Integer> sliceRows) {
    // Given
    String select =
        IntStream.range(0, columns.size())
            .mapToObj(c -> columns.get(c) + " AS c" + c)
            .collect(Collectors.joining(", ", "SELECT i AS id, ", " FROM range"));
    List<Path> slices = new ArrayList<>();
    long from = 0;
    for (int rows : sliceRows) {
      Path slice = directory.resolve("s" + slices.size() + ".parquet");
      slices.add(duck.parquet(slice, select + range(from, from + rows), ", ROW_GROUP_SIZE 2048"));
      from += rows;
    }
    Merging merging =
        new Merging(directory)
            .parquet(slices.toArray(Path[]::new))
            .types(Types.SOURCE)
            .mode(Mode.REWRITE);

    // When
    MergeResult result = merging.run();

    // Then
    String source = "(" + select + range(0, from) + ")";
    assertThat(result.rows()).isEqualTo(from);
    assertThat(duck.hashes("'" + merging.output() + "'", "id"))
        .isEqualTo(duck.hashes(source, "id"));
    assertThat(arrowRows(List.of(merging.output()), merging.output()))
        .isEqualTo(arrowRows(slices, merging.output()));
  }

  private static String range(long from, long to) {
    return "(%d, %d) r(i)".formatted(from, to);
  }

  /** A hash of each row as Arrow reads it, with the types of the result. */
  private static List<Integer> arrowRows(List<Path> files, Path result) {
    List<SchemaElement> leaves = SliceFooter.read(result).columns();
    List<String> names = leaves.stream().map(SchemaElement::getName).toList();
    List<ColumnType> types =
        leaves.stream().map(leaf -> ParquetTypes.read(leaf).orElseThrow()).toList();
    List<Integer> rows = new ArrayList<>();
    for (Path file : files) {
      try (BufferAllocator allocator = new RootAllocator();
          ParquetReader reader = new ParquetReader(file, names, types, 1000, allocator)) {
        for (Optional<RowBatch> batch = reader.next(); batch.isPresent(); batch = reader.next()) {
          try (RowBatch found = batch.get()) {
            VectorSchemaRoot root = found.parts().get(0);
            IntStream.range(0, root.getRowCount()).forEach(row -> rows.add(hash(root, row)));
          }
        }
      }
    }
    return rows;
  }

  private static int hash(VectorSchemaRoot root, int row) {
    Object[] values =
        root.getFieldVectors().stream().map(vector -> vector.getObject(row)).toArray();
    return Arrays.deepHashCode(values);
  }

  @Provide
  Arbitrary<List<List<String>>> cells() {
    Arbitrary<String> characters =
        Arbitraries.of("ab,\"\n\r 1ž\\;'", "ab,\"\n\r\0", "ab1,\"\uFEFF\0", "abcdefgh\0\"");
    Arbitrary<Integer> longest = Arbitraries.of(3, 12, 40);
    return Combinators.combine(characters, longest, Arbitraries.integers().between(1, 5))
        .flatAs(
            (chars, length, width) ->
                Arbitraries.strings()
                    .withChars(chars)
                    .ofMaxLength(length)
                    .injectNull(0.2)
                    .injectDuplicates(0.2)
                    .list()
                    .ofSize(width)
                    .list()
                    .ofMaxSize(60));
  }

  /** A NUL misled Arrow from the 32,768th cell on: hence the repeats. */
  @Property(tries = 120, shrinking = ShrinkingMode.BOUNDED)
  void csvCellsComeBackEqual(
      @ForAll("cells") List<List<String>> cells,
      @ForAll CsvDialect dialect,
      @ForAll boolean many,
      @ForAll LineEnd lineEnd) {
    // Given
    int width = cells.isEmpty() ? 1 : cells.get(0).size();
    int repeats = many ? 1 + 70_000 / Math.max(1, cells.size() * width) : 1;
    String csv =
        cells.stream()
            .map(
                row ->
                    row.stream().map(cell -> text(cell, dialect)).collect(Collectors.joining(",")))
            .map(line -> line + lineEnd.text)
            .collect(Collectors.joining())
            .repeat(repeats);
    Merging merging =
        new Merging(directory).csv(Duck.gzip(directory.resolve("a.csv.gz"), csv)).dialect(dialect);
    IntStream.range(0, width).forEach(c -> merging.column("c" + c, "STRING"));

    // When
    MergeResult result = merging.run();

    // Then
    assertThat(result.rows()).isEqualTo((long) cells.size() * repeats);
    List<List<String>> expected =
        cells.stream()
            .map(
                row ->
                    Arrays.asList(row.stream().map(c -> read(c, dialect)).toArray(String[]::new)))
            .toList();
    List<List<String>> found = duck.rows("SELECT * FROM '" + merging.output() + "'");
    for (int from = 0; from < found.size(); from += cells.size()) {
      assertThat(found.subList(from, from + cells.size())).isEqualTo(expected);
    }
  }

  enum LineEnd {
    LF("\n"),
    CRLF("\r\n"),
    CR("\r");

    private final String text;

    LineEnd(String text) {
      this.text = text;
    }
  }

  private static String text(String cell, CsvDialect dialect) {
    boolean bare =
        dialect == CsvDialect.BIGQUERY
            && (cell == null || cell.chars().noneMatch(c -> ",\"\n\r".indexOf(c) >= 0));
    if (cell == null || bare) {
      return cell == null ? "" : cell;
    }
    return "\"" + cell.replace("\"", "\"\"") + "\"";
  }

  private static String read(String cell, CsvDialect dialect) {
    return dialect == CsvDialect.BIGQUERY && "".equals(cell) ? null : cell;
  }
}
