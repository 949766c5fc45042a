package io.sluice.base;

import java.util.Optional;

/**
 * Words that a service said, fit to be kept and shown: no secret that was sent to it, no control
 * characters, at most 1,000 characters. It is had from {@link SentSecrets#heard} alone.
 */
public final class UpstreamText {
  /** The longest text, in characters. */
  public static final int LONGEST = 1_000;

  private final String text;

  private UpstreamText(String text) {
    this.text = text;
  }

  static UpstreamText masked(String masked) {
    return new UpstreamText(printable(masked.strip(), LONGEST));
  }

  /** Our own words where the service said none. */
  public static UpstreamText instead(String words) {
    return new UpstreamText(words);
  }

  /** The same, or nothing where there are no words. */
  public Optional<UpstreamText> ifSaid() {
    return text.isEmpty() ? Optional.empty() : Optional.of(this);
  }

  /**
   * A text without what steers a terminal or turns the direction of writing: each such character
   * becomes a question mark, line ends and tabs a space.
   *
   * @param longest in characters; what is cut ends in an ellipsis
   */
  public static String printable(String text, int longest) {
    StringBuilder clean = new StringBuilder(Math.min(text.length(), longest) + 1);
    int next = 0;
    while (next < text.length() && clean.length() < longest) {
      int character = text.codePointAt(next);
      next += Character.charCount(character);
      clean.appendCodePoint(printable(character));
    }
    return next < text.length() ? clean.append('…').toString() : clean.toString();
  }

  private static int printable(int character) {
    if (character == '\n' || character == '\r' || character == '\t') {
      return ' ';
    }
    boolean half = Character.getType(character) == Character.SURROGATE;
    return isHarmless(character) && !half ? character : '?';
  }

  /** Whether a character is seen and steers nothing. */
  static boolean isHarmless(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR -> false;
      case Character.PARAGRAPH_SEPARATOR -> false;
      default -> true;
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof UpstreamText said && said.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
