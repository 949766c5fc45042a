package io.sluice.parquet.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.parquet.internal.column.columnindex.BinaryTruncator;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BoundTruncationTest {
  private static final BinaryTruncator TEXT =
      BinaryTruncator.getTruncator(
          Types.optional(PrimitiveTypeName.BINARY)
              .as(LogicalTypeAnnotation.stringType())
              .named("text"));
  private static final BinaryTruncator BYTES =
      BinaryTruncator.getTruncator(Types.optional(PrimitiveTypeName.BINARY).named("bytes"));

  @Property(tries = 3000)
  void theBytesAreThoseOfParquetsOwnTruncation(
      @ForAll("values") byte[] value, @ForAll("limits") int limit) {
    sameAs(TEXT, value, limit);
    sameAs(BYTES, value, limit);
  }

  static Stream<byte[]> corners() {
    return Stream.of(
            "",
            "short",
            "a".repeat(10),
            "\u007f".repeat(10),
            "aaaa\u007f\u007f\u007f\u007f\u007f",
            "a\u00ff\u00ff\u00ff\u00ff",
            "\ud7ff\ud7ff\ud7ff\ud7ff",
            "\uffff\uffff\uffff\uffff",
            "\udbff\udfff".repeat(5),
            "x" + "\udbff\udfff".repeat(5),
            "\u20ac".repeat(2000))
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @MethodSource("corners")
  void cornersToo(byte[] value) {
    for (int limit = 1; limit <= 9; limit++) {
      sameAs(TEXT, value, limit);
    }
  }

  @ParameterizedTest
  @MethodSource("corners")
  void noValueLiesOutsideItsBounds(byte[] value) {
    for (int limit = 1; limit <= 9; limit++) {
      assertThat(Arrays.compareUnsigned(BoundTruncation.lower(value, limit), value))
          .isNotPositive();
      assertThat(Arrays.compareUnsigned(BoundTruncation.upper(value, limit), value))
          .isNotNegative();
    }
  }

  private static void sameAs(BinaryTruncator library, byte[] value, int limit) {
    byte[] given = value.clone();
    Binary whole = Binary.fromConstantByteArray(value.clone());
    assertThat(BoundTruncation.lower(given, limit))
        .isEqualTo(library.truncateMin(whole, limit).getBytes());
    assertThat(BoundTruncation.upper(given, limit))
        .isEqualTo(library.truncateMax(whole, limit).getBytes());
    assertThat(given).isEqualTo(value);
  }

  @Provide
  Arbitrary<Integer> limits() {
    return Arbitraries.integers().between(1, 70);
  }

  /** Bytes, characters of all lengths, and some that are the last of their length. */
  @Provide
  Arbitrary<byte[]> values() {
    Arbitrary<String> last =
        Arbitraries.of("\u007f", "\u07ff", "\ud7ff", "\uffff", "\udbff\udfff", "a")
            .list()
            .ofMaxSize(60)
            .map(parts -> String.join("", parts));
    Arbitrary<byte[]> text =
        Arbitraries.oneOf(Arbitraries.strings().ofMaxLength(90), last)
            .map(chars -> chars.getBytes(StandardCharsets.UTF_8));
    Arbitrary<byte[]> bytes = Arbitraries.bytes().array(byte[].class).ofMaxSize(90);
    Arbitrary<byte[]> high =
        Arbitraries.of((byte) 0xff, (byte) 0xfe, (byte) 0x7f, (byte) 0xc3, (byte) 0xa9)
            .array(byte[].class)
            .ofMaxSize(90);
    return Arbitraries.oneOf(text, bytes, high);
  }
}
