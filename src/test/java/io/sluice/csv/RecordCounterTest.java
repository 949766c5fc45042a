package io.sluice.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordCounterTest {

  private static CsvSummary count(String csv, int chunk) throws RecordCounter.Malformed {
    byte[] bytes = csv.getBytes(StandardCharsets.UTF_8);
    RecordCounter counter = new RecordCounter();
    for (int from = 0; from < bytes.length; from += chunk) {
      byte[] next = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + chunk));
      counter.count(next, next.length);
    }
    return counter.end();
  }

  @Test
  void nothingIsNoRecord() throws RecordCounter.Malformed {
    assertThat(count("", 1)).isEqualTo(CsvSummary.EMPTY);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '#',
      value = {
        "a\\n, 1, 1, 2",
        "a, 1, 1, 1",
        "\\n, 1, 1, 1",
        "a;b\\na;b, 2, 2, 4",
        "a\\r\\nb\\rc\\n, 3, 1, 2",
        "\"a\"\"\\n;\";\"\"\\n, 1, 2, 11",
        "5\" disk;x\\ny;z\\n, 2, 2, 10",
        "\"\";\\n, 1, 2, 4",
      })
  void recordsColumnsAndTheLongestAreCounted(String csv, long records, int columns, long longest)
      throws RecordCounter.Malformed {
    // Given
    String text = csv.replace("\\n", "\n").replace("\\r", "\r").replace(';', ',');

    // When
    CsvSummary summary = count(text, 1);

    // Then
    assertThat(summary.records()).isEqualTo(records);
    assertThat(summary.columns()).isEqualTo(columns);
    assertThat(summary.longestRecord()).isEqualTo(longest);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '#',
      delimiter = '|',
      value = {
        "a\\n\"b|record 2, at byte 4, ends inside quotes",
        "\"|record 1, at byte 1, ends inside quotes",
        "a\\n\"b\"c\\n|record 2, at byte 5, goes on after a closing quote",
        "\uFEFF\"a\"\\n|begins with a byte order mark before a quote"
      })
  void whatNoBackendWritesIsMalformed(String csv, String why) {
    // When
    RecordCounter.Malformed failure =
        catchThrowableOfType(
            RecordCounter.Malformed.class, () -> count(csv.replace("\\n", "\n"), 1));

    // Then
    assertThat(failure).hasMessageContaining(why);
  }

  @Provide
  Arbitrary<List<List<String>>> cells() {
    Arbitrary<String> text =
        Arbitraries.strings().withChars("abcdefgh,\"\n\r\0ž\uFEFF").ofMaxLength(30).injectNull(0.1);
    return Arbitraries.integers()
        .between(1, 4)
        .flatMap(width -> text.list().ofSize(width).list().ofMaxSize(30));
  }

  @Property(tries = 300)
  void whatWasWrittenIsCountedHoweverTheBytesArrive(
      @ForAll("cells") List<List<String>> cells, @ForAll @IntRange(min = 1, max = 60) int chunk)
      throws RecordCounter.Malformed {
    // Given
    List<String> lines =
        cells.stream()
            .map(
                row -> row.stream().map(RecordCounterTest::quoted).collect(Collectors.joining(",")))
            .map(line -> line + "\n")
            .toList();
    int longest =
        lines.stream()
            .mapToInt(line -> line.getBytes(StandardCharsets.UTF_8).length)
            .max()
            .orElse(0);
    int empty = lines.indexOf("\n");

    // When
    CsvSummary summary = count(String.join("", lines), chunk);

    // Then
    assertThat(summary)
        .isEqualTo(
            new CsvSummary(
                cells.size(),
                String.join("", lines).getBytes(StandardCharsets.UTF_8).length,
                cells.isEmpty() ? 0 : cells.get(0).size(),
                longest,
                empty < 0 ? OptionalLong.empty() : OptionalLong.of(empty + 1L),
                String.join("", lines).contains("\0"),
                false,
                false));
  }

  private static String quoted(String cell) {
    return cell == null ? "" : "\"" + cell.replace("\"", "\"\"") + "\"";
  }

  @ParameterizedTest
  @CsvSource({
    "'a,', true",
    "'\"a\",', true",
    "',', true",
    "'a\n,', true",
    "'a,\n', false",
    "'a,\"\"', false",
    "'a\n', false",
    "'', false"
  })
  void aLastValueWithoutACharacterOrALineEndIsSeen(String csv, boolean seen)
      throws RecordCounter.Malformed {
    assertThat(count(csv, 2).endsWithSeparator()).isEqualTo(seen);
  }

  @ParameterizedTest
  @CsvSource({"'\uFEFF', true", "'\uFEFFx,y', true", "'x\uFEFF', false", "'\u00EFx', false"})
  void aValueThatBeginsWithAByteOrderMarkIsSeen(String csv, boolean mark)
      throws RecordCounter.Malformed {
    assertThat(count(csv, 2).byteOrderMark()).isEqualTo(mark);
  }
}
