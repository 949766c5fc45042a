package io.sluice.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.fact.Fact;
import io.sluice.fact.Holds;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SliceFormatTest {

  @ParameterizedTest
  @CsvSource({
    "17982.csv.gz_0_0_0.csv.gz, CSV_GZIP",
    "KEY.csv.gz0000_part_00, CSV_GZIP",
    "key000000000000.csv.gz, CSV_GZIP",
    "key000000000000.csv, CSV",
    "17982.csv_0_0_0.csv, CSV",
    "part_00, CSV"
  })
  @Holds(Fact.GZIP_BY_NAME)
  void theNameTellsTheFormat(String name, SliceFormat format) {
    assertThat(SliceFormat.csv(name)).isEqualTo(format);
  }
}
