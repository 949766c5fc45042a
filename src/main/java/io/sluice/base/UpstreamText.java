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
    for (int i = 0; i < text.length() && clean.length() < longest; i++) {
      clean.append(printable(text.charAt(i)));
    }
    if (text.length() > longest) {
      if (Character.isHighSurrogate(clean.charAt(clean.length() - 1))) {
        clean.setLength(clean.length() - 1);
      }
      clean.append('…');
    }
    return clean.toString();
  }

  private static char printable(char unit) {
    if (unit == '\n' || unit == '\r' || unit == '\t') {
      return ' ';
    }
    boolean harmless =
        switch (Character.getType(unit)) {
          case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR -> false;
          case Character.PARAGRAPH_SEPARATOR -> false;
          default -> true;
        };
    return harmless ? unit : '?';
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
