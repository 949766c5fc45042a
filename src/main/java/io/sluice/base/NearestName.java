package io.sluice.base;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that was probably meant. */
public final class NearestName {
  private NearestName() {}

  /** The known name that takes the fewest edits, if they are few for its length. */
  public static Optional<String> of(String written, Collection<String> known) {
    String plain = plain(written);
    return known.stream()
        .min(Comparator.comparingInt(name -> edits(plain, plain(name))))
        .filter(name -> edits(plain, plain(name)) <= Math.max(2, name.length() / 3))
        .filter(name -> edits(plain, plain(name)) < plain.length());
  }

  /** "did you mean "x"?", or what is known where nothing is near. */
  public static String advice(String written, Collection<String> known) {
    return of(written, known)
        .map(name -> "did you mean \"" + name + "\"?")
        .orElse("known are " + String.join(", ", known));
  }

  private static String plain(String name) {
    String start = name.substring(0, Math.min(name.length(), 64));
    return start.toLowerCase(Locale.ROOT).replaceAll("[_ -]", "");
  }

  /** Levenshtein's distance, a row at a time. */
  private static int edits(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
