package io.sluice.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.storage.response.NaturalOrder;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

/** storage-api.md 4 and 5: slice names as Snowflake and BigQuery make them. */
class NaturalOrderTest {
  private final NaturalOrder order = new NaturalOrder();

  @Test
  void numbersInNamesCountAsNumbers() {
    // Given
    List<String> shuffled =
        List.of("1.gz_0_10_0.gz", "1.gz_0_2_0.gz", "1.gz_0_2_10.gz", "1.gz_0_2_9.gz", "1.gz", "1");

    // When
    List<String> sorted = shuffled.stream().sorted(order).toList();

    // Then
    assertThat(sorted)
        .containsExactly(
            "1", "1.gz", "1.gz_0_2_0.gz", "1.gz_0_2_9.gz", "1.gz_0_2_10.gz", "1.gz_0_10_0.gz");
  }

  @Property(tries = 500)
  void onlyEqualNamesAreEqualAndTheOrderIsTheSameFromBothSides(
      @ForAll @CharRange(from = '0', to = '3') @StringLength(max = 6) String one,
      @ForAll @CharRange(from = '0', to = '3') @StringLength(max = 6) String other) {
    // When
    int compared = Integer.signum(order.compare(one, other));

    // Then
    assertThat(compared).isEqualTo(-Integer.signum(order.compare(other, one)));
    assertThat(compared == 0).isEqualTo(one.equals(other));
  }
}
