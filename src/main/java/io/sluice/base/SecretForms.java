package io.sluice.base;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What secrets look like in a {@link PlainText}, found in one pass over it however many there are.
 * Immutable.
 */
final class SecretForms {
  /** Shorter ones are no secrets, and would be found everywhere. */
  static final int SHORTEST = 6;

  /** As much of a cut secret tells little of it. */
  private static final int SHORTEST_AT_THE_CUT = 4;

  private static final int BITS = 1 << 16;

  private final Map<Integer, List<String>> byBeginning = new HashMap<>();
  private final BitSet beginnings = new BitSet(BITS);
  private final Collection<String> all;

  /** Forms as {@link #of} has them. */
  SecretForms(Collection<String> forms) {
    this.all = forms;
    for (String form : forms) {
      int beginning = beginning(form, 0);
      byBeginning.computeIfAbsent(beginning, unused -> new ArrayList<>(1)).add(form);
      beginnings.set(bit(beginning));
    }
  }

  /** A secret's plain characters, their base64 and their hexadecimal digits. */
  static Set<String> of(String secret) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    Stream<String> encoded =
        IntStream.range(0, 3)
            .mapToObj(shift -> base64(bytes, shift))
            .flatMap(text -> Stream.of(text, text.replace('+', '-').replace('/', '_')));
    Set<String> forms = new LinkedHashSet<>();
    Stream.concat(encoded, Stream.of(secret, HexFormat.of().formatHex(bytes)))
        .flatMap(form -> PlainText.of(form).stream())
        .map(PlainText::text)
        .filter(form -> form.length() >= SHORTEST)
        .forEach(forms::add);
    return forms;
  }

  /** Sets a bit for each character, of the text as it was said, that belongs to a secret. */
  void mark(PlainText text, boolean cut, BitSet marked) {
    String plain = text.text();
    for (int i = 0; i + SHORTEST <= plain.length(); i++) {
      int length = longestAt(plain, i);
      if (length > 0) {
        marked.set(text.start(i), text.end(i + length - 1));
      }
    }
    if (cut) {
      markBeginningAtTheEnd(text, marked);
    }
  }

  /** Of a secret that the cut parted the first part is seen. */
  private void markBeginningAtTheEnd(PlainText text, BitSet marked) {
    String plain = text.text();
    for (String form : all) {
      for (int i = Math.max(0, plain.length() - form.length());
          i <= plain.length() - SHORTEST_AT_THE_CUT;
          i++) {
        if (form.regionMatches(0, plain, i, plain.length() - i)) {
          marked.set(text.start(i), text.end(plain.length() - 1));
          break;
        }
      }
    }
  }

  private int longestAt(String plain, int index) {
    int beginning = beginning(plain, index);
    if (!beginnings.get(bit(beginning))) {
      return 0;
    }
    return byBeginning.getOrDefault(beginning, List.of()).stream()
        .filter(form -> plain.startsWith(form, index))
        .mapToInt(String::length)
        .max()
        .orElse(0);
  }

  private static int beginning(String text, int start) {
    int hash = 0;
    for (int i = start; i < start + SHORTEST; i++) {
      hash = 31 * hash + text.charAt(i);
    }
    return hash;
  }

  private static int bit(int beginning) {
    return (beginning ^ (beginning >>> 16)) & (BITS - 1);
  }

  /** What is the same of the base64 of any text in which so many bytes precede, modulo 3. */
  private static String base64(byte[] secret, int before) {
    byte[] shifted = new byte[before + secret.length];
    System.arraycopy(secret, 0, shifted, before, secret.length);
    String text = Base64.getEncoder().withoutPadding().encodeToString(shifted);
    int first = before == 0 ? 0 : before + 1;
    int last = shifted.length % 3 == 0 ? text.length() : text.length() - 1;
    return first < last ? text.substring(first, last) : "";
  }
}
