package io.sluice.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvPortionsTest {
  private static final int BUFFER = 1 << 17;

  @TempDir Path directory;

  /** The portions of the slice, and what each was said to hold. */
  private List<byte[]> portions(Path slice, long most, List<Long> counts) throws IOException {
    List<byte[]> portions = new ArrayList<>();
    Path file = directory.resolve("portion");
    try (CsvPortions cut = new CsvPortions(slice, 2, most)) {
      for (long records = cut.write(file); records > 0; records = cut.write(file)) {
        portions.add(Files.readAllBytes(file));
        counts.add(records);
      }
    }
    return portions;
  }

  private static byte[] joined(List<byte[]> portions) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    portions.forEach(all::writeBytes);
    return all.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void portionsAreWholeRecordsAndTogetherTheSlice(long seed) throws Exception {
    // Given
    Random random = new Random(seed);
    StringBuilder csv = new StringBuilder();
    for (int i = 0; i < 40_000; i++) {
      String filler = "x\"\",\r\n".repeat(random.nextInt(8)) + "ž".repeat(random.nextInt(40));
      csv.append(i).append(",\"").append(filler).append('"');
      csv.append(List.of("\n", "\r\n", "\r").get(random.nextInt(3)));
    }
    csv.setLength(csv.length() - random.nextInt(2));
    Path slice = Files.writeString(directory.resolve("slice.csv"), csv);
    long most = 150_000L * seed;
    List<Long> counts = new ArrayList<>();

    // When
    List<byte[]> portions = portions(slice, most, counts);

    // Then
    assertThat(joined(portions)).isEqualTo(Files.readAllBytes(slice));
    assertThat(portions).hasSizeGreaterThan(2);
    for (int i = 0; i < portions.size(); i++) {
      CsvSummary summary =
          CsvFile.count(Files.write(directory.resolve("one.csv"), portions.get(i)), () -> {});
      assertThat(summary.records()).isEqualTo(counts.get(i));
      assertThat(summary.columns()).isEqualTo(2);
      assertThat(summary.emptyLine()).isEmpty();
      assertThat(summary.decoded()).isLessThan(most + 6L * BUFFER);
    }
  }

  @Test
  void aLineEndOfTwoCharactersIsNotCutInTwo() throws Exception {
    // Given: a CR that is the last byte of what is read at once
    String record = "1," + "x".repeat(BUFFER - 3) + "\r\n";
    Path slice = Files.writeString(directory.resolve("slice.csv"), record + "2,y\r\n3,z\r\n");
    List<Long> counts = new ArrayList<>();

    // When
    List<byte[]> portions = portions(slice, 1, counts);

    // Then
    assertThat(joined(portions)).isEqualTo(Files.readAllBytes(slice));
    assertThat(portions)
        .allSatisfy(
            portion -> assertThat(new String(portion, StandardCharsets.UTF_8)).endsWith("\r\n"));
    assertThat(counts.stream().mapToLong(Long::longValue).sum()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1\r", "\r", "\"\"\r"})
  void linesThatEndInCrAreCutWhereverABlockEnds(String line) throws Exception {
    // Given: each block that is read at once ends with a CR
    int lines = 8 * BUFFER / line.length();
    Path slice = Files.writeString(directory.resolve("slice.csv"), line.repeat(lines));
    List<Long> counts = new ArrayList<>();

    // When
    List<byte[]> portions = portions(slice, 1, counts);

    // Then
    assertThat(portions).hasSizeBetween(8, 9);
    assertThat(joined(portions)).isEqualTo(Files.readAllBytes(slice));
    assertThat(counts.stream().mapToLong(Long::longValue).sum()).isEqualTo(lines);
  }

  @Test
  void anEmptySliceHasNone() throws Exception {
    // Given
    Path slice = Files.createFile(directory.resolve("slice.csv.gz"));

    // When
    List<byte[]> portions = portions(slice, 1, new ArrayList<>());

    // Then
    assertThat(portions).isEmpty();
  }
}
