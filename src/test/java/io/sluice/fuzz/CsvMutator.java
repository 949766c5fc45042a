package io.sluice.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Changes CSV by what means something in it. */
final class CsvMutator {
  private static final List<byte[]> WORDS =
      Stream.of(
              "\"",
              "\"\"",
              ",",
              ",,",
              "\n",
              "\r\n",
              "\r",
              "\n\n",
              "\0",
              "\ufeff",
              "\"a\nb\"",
              "\"a\r\nb\"",
              "\",\"",
              "\"\",\"\"",
              "\"\"\"\"",
              "\\\"",
              "'",
              ";",
              "NULL",
              "1e400",
              "-0",
              "9".repeat(40),
              "0.5",
              "true",
              "1970-01-01",
              "2026-02-30",
              "infinity",
              "\ud83d\ude00",
              "x".repeat(70_000),
              "\"" + "y,\n".repeat(20_000) + "\"",
              "z\n".repeat(3_000))
          .map(word -> word.getBytes(StandardCharsets.UTF_8))
          .toList();

  private final ByteMutator bytes =
      new ByteMutator(
          Stream.concat(WORDS.stream(), Stream.of(new byte[] {(byte) 0xff, (byte) 0xc3})).toList());

  byte[] mutate(byte[] entry, byte[] other, Choices choices) {
    return bytes.mutate(entry, other, choices);
  }
}
