package io.sluice.parquet.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VarCharVector;
import org.junit.jupiter.api.Test;

/** As the JDK's own decoder says. */
class Utf8Test {
  private static final List<Integer> EDGES =
      List.of(
          0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec,
          0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff);

  @Provide
  Arbitrary<byte[]> bytes() {
    Arbitrary<byte[]> any = Arbitraries.of(EDGES).list().ofMaxSize(9).map(Utf8Test::bytes);
    Arbitrary<byte[]> text =
        Arbitraries.strings().ofMaxLength(12).map(value -> value.getBytes(StandardCharsets.UTF_8));
    return Arbitraries.oneOf(any, text, text);
  }

  private static byte[] bytes(List<Integer> values) {
    byte[] bytes = new byte[values.size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = values.get(i).byteValue();
    }
    return bytes;
  }

  @Property(tries = 5_000)
  void saysOfTheValuesWhatADecoderSaysOfEach(
      @ForAll List<@net.jqwik.api.From("bytes") byte[]> values) {
    assertThat(isUtf8(values)).isEqualTo(values.stream().allMatch(Utf8Test::decodes));
  }

  @Test
  void aCharacterAtTheEndOfAChunkIsWhole() {
    for (int before = (1 << 16) - 5; before <= 1 << 16; before++) {
      byte[] text = ("x".repeat(before) + "💧ž").getBytes(StandardCharsets.UTF_8);
      assertThat(isUtf8(List.of(text))).isTrue();
      text[text.length - 1] = 'x';
      assertThat(isUtf8(List.of(text))).isFalse();
    }
  }

  private static boolean decodes(byte[] value) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static boolean isUtf8(List<byte[]> values) {
    try (BufferAllocator allocator = new RootAllocator();
        VarCharVector vector = new VarCharVector("t", allocator)) {
      vector.allocateNew();
      for (int i = 0; i < values.size(); i++) {
        vector.setSafe(i, values.get(i));
      }
      vector.setValueCount(values.size());
      return Utf8.isIn(vector);
    }
  }
}
