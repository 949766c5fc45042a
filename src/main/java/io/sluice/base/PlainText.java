package io.sluice.base;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text as it is searched for secrets: in small letters and without what is not seen, such as the
 * line ends of folded base64. It knows where each of its characters stood in the text that was
 * said, also after escapes were undone.
 */
final class PlainText {
  /** Those of percent-encoding, of JSON and other programs, and of XML. */
  private static final Pattern ESCAPE =
      Pattern.compile(
          "%([0-9a-f]{2})|\\\\u([0-9a-f]{4})|\\\\x([0-9a-f]{2})|&#x0{0,8}([0-9a-f]{1,4});"
              + "|&#0{0,8}([0-9]{1,5});|\\\\([\"/\\\\nrt])|&(amp|lt|gt|quot|apos);");

  private static final int HEXADECIMAL_GROUPS = 4;

  /** How deep escapes may lie in each other. */
  private static final int DEEPEST = 4;

  private final String text;
  private final int[] starts;
  private final int[] ends;

  private PlainText(String text, int[] starts, int[] ends) {
    this.text = text;
    this.starts = starts;
    this.ends = ends;
  }

  /**
   * The text as it is, and once more for each level of escapes that is undone: what stands before a
   * secret may look like an escape together with its beginning.
   */
  static List<PlainText> of(String text) {
    int[] starts = new int[text.length()];
    Arrays.setAll(starts, i -> i);
    int[] ends = new int[text.length()];
    Arrays.setAll(ends, i -> i + 1);
    List<PlainText> levels = new ArrayList<>();
    Optional<PlainText> next = Optional.of(new PlainText(text, starts, ends).seen());
    while (next.isPresent() && levels.size() <= DEEPEST) {
      levels.add(next.get());
      next = next.get().unescaped();
    }
    return levels;
  }

  String text() {
    return text;
  }

  /** Where a character began in the text as it was said. */
  int start(int index) {
    return starts[index];
  }

  /** Where it ended there. */
  int end(int index) {
    return ends[index];
  }

  /** One level of escapes undone; empty where there are none. */
  private Optional<PlainText> unescaped() {
    Matcher escape = ESCAPE.matcher(text);
    if (!escape.find()) {
      return Optional.empty();
    }
    Copy copy = new Copy();
    int next = 0;
    do {
      copy.take(next, escape.start());
      copy.put(character(escape), starts[escape.start()], ends[escape.end() - 1]);
      next = escape.end();
    } while (escape.find());
    copy.take(next, text.length());
    return Optional.of(copy.made().seen());
  }

  /** Without spaces, controls and what has no width; in small letters. */
  private PlainText seen() {
    Copy copy = new Copy();
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (!Character.isWhitespace(unit) && UpstreamText.isHarmless(unit)) {
        copy.put(Character.toLowerCase(unit), starts[i], ends[i]);
      }
    }
    return copy.made();
  }

  private static char character(MatchResult escape) {
    for (int group = 1; group <= HEXADECIMAL_GROUPS; group++) {
      if (escape.group(group) != null) {
        return (char) Integer.parseInt(escape.group(group), 16);
      }
    }
    if (escape.group(5) != null) {
      return (char) Integer.parseInt(escape.group(5));
    }
    return escape.group(6) != null ? afterBackslash(escape.group(6)) : entity(escape.group(7));
  }

  private static char afterBackslash(String letter) {
    return "nrt".contains(letter) ? ' ' : letter.charAt(0);
  }

  private static char entity(String name) {
    return switch (name) {
      case "amp" -> '&';
      case "lt" -> '<';
      case "gt" -> '>';
      case "quot" -> '"';
      default -> '\'';
    };
  }

  /** Grows up to the length of this text. */
  private final class Copy {
    private final StringBuilder units = new StringBuilder(text.length());
    private final int[] from = new int[text.length()];
    private final int[] to = new int[text.length()];

    void take(int start, int end) {
      for (int i = start; i < end; i++) {
        put(text.charAt(i), starts[i], ends[i]);
      }
    }

    void put(char unit, int start, int end) {
      from[units.length()] = start;
      to[units.length()] = end;
      units.append(unit);
    }

    PlainText made() {
      return new PlainText(units.toString(), from, to);
    }
  }
}
