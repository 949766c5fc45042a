package io.sluice.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.journal.CheckpointFormat.Unreadable;
import org.junit.jupiter.api.Test;

class CheckpointFormatTest {
  private final Checkpoint checkpoint =
      new Checkpoint("a", 9, JournalContract.document("in.c-shop.orders"));
  private final byte[] encoded = CheckpointFormat.encode(checkpoint);

  @Test
  void whatWasEncodedIsDecoded() throws Unreadable {
    // When
    Checkpoint decoded = CheckpointFormat.decode("a", encoded);

    // Then
    assertThat(decoded).isEqualTo(checkpoint);
  }

  @Test
  void everyFlippedBitIsSeen() {
    for (int bit = 0; bit < encoded.length * 8; bit++) {
      byte[] flipped = encoded.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThatThrownBy(() -> CheckpointFormat.decode("a", flipped))
          .as("bit %d", bit)
          .isInstanceOf(Unreadable.class);
    }
  }
}
