package io.sluice.storage.response;

import java.util.Comparator;

/** Numbers inside of names count as numbers: slice 2 comes before slice 10. */
public final class NaturalOrder implements Comparator<String> {
  @Override
  public int compare(String one, String other) {
    int i = 0;
    int j = 0;
    while (i < one.length() && j < other.length()) {
      int order;
      if (digit(one, i) && digit(other, j)) {
        int iEnd = digitsEnd(one, i);
        int jEnd = digitsEnd(other, j);
        order = compareNumbers(one.substring(i, iEnd), other.substring(j, jEnd));
        i = iEnd;
        j = jEnd;
      } else {
        order = Character.compare(one.charAt(i++), other.charAt(j++));
      }
      if (order != 0) {
        return order;
      }
    }
    int rest = Integer.compare(one.length() - i, other.length() - j);
    return rest != 0 ? rest : one.compareTo(other);
  }

  private static int compareNumbers(String one, String other) {
    String left = one.replaceFirst("^0+", "");
    String right = other.replaceFirst("^0+", "");
    int length = Integer.compare(left.length(), right.length());
    return length != 0 ? length : left.compareTo(right);
  }

  private static int digitsEnd(String text, int start) {
    int end = start;
    while (end < text.length() && digit(text, end)) {
      end++;
    }
    return end;
  }

  private static boolean digit(String text, int index) {
    return text.charAt(index) >= '0' && text.charAt(index) <= '9';
  }
}
