package io.sluice.base;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with its escapes undone – percent signs, those of JSON and of XML, also one inside of
 * another – that knows where each of its characters stood before.
 */
final class PlainText {
  private static final Pattern ESCAPE =
      Pattern.compile(
          "%([0-9A-Fa-f]{2})|\\\\u([0-9A-Fa-f]{4})|&#x([0-9A-Fa-f]{1,4});|&#([0-9]{1,5});"
              + "|\\\\([\"/\\\\])|&(amp|lt|gt|quot|apos);");

  /** How deep escapes may lie in each other. */
  private static final int DEEPEST = 4;

  private final String text;
  private final int[] sources;

  private PlainText(String text, int[] sources) {
    this.text = text;
    this.sources = sources;
  }

  static PlainText of(String text) {
    int[] sources = new int[text.length() + 1];
    Arrays.setAll(sources, i -> i);
    PlainText plain = new PlainText(text, sources);
    for (int depth = 0; depth < DEEPEST && ESCAPE.matcher(plain.text).find(); depth++) {
      plain = plain.unescaped();
    }
    return plain;
  }

  /** Where a character stood in the text as it was said; its length, for the end. */
  int source(int index) {
    return sources[index];
  }

  /** Every place of these texts, in order. */
  List<MatchResult> find(List<String> forms) {
    List<MatchResult> found = new ArrayList<>();
    for (String form : forms) {
      if (text.contains(form)) {
        Pattern.compile(form, Pattern.LITERAL).matcher(text).results().forEach(found::add);
      }
    }
    found.sort(Comparator.comparingInt(MatchResult::start));
    return found;
  }

  private PlainText unescaped() {
    StringBuilder plain = new StringBuilder(text.length());
    int[] from = new int[text.length() + 1];
    Matcher escape = ESCAPE.matcher(text);
    int next = 0;
    while (escape.find()) {
      next = copy(plain, from, next, escape.start());
      from[plain.length()] = sources[escape.start()];
      plain.append(character(escape));
      next = escape.end();
    }
    copy(plain, from, next, text.length());
    from[plain.length()] = sources[text.length()];
    return new PlainText(plain.toString(), Arrays.copyOf(from, plain.length() + 1));
  }

  private int copy(StringBuilder plain, int[] from, int start, int end) {
    for (int i = start; i < end; i++) {
      from[plain.length()] = sources[i];
      plain.append(text.charAt(i));
    }
    return end;
  }

  private static char character(MatchResult escape) {
    for (int group = 1; group <= 3; group++) {
      if (escape.group(group) != null) {
        return (char) Integer.parseInt(escape.group(group), 16);
      }
    }
    if (escape.group(4) != null) {
      return (char) Integer.parseInt(escape.group(4));
    }
    if (escape.group(5) != null) {
      return escape.group(5).charAt(0);
    }
    return switch (escape.group(6)) {
      case "amp" -> '&';
      case "lt" -> '<';
      case "gt" -> '>';
      case "quot" -> '"';
      default -> '\'';
    };
  }

  @Override
  public String toString() {
    return text;
  }
}
