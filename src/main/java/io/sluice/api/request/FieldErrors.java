package io.sluice.api.request;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.base.SluiceException.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What is wrong with a request. The first are listed and the rest is counted, so that an answer,
 * and the work for it, stay small however much is wrong.
 */
final class FieldErrors {
  static final int LISTED = 20;

  /** A name or a value that is wrong may be as long as the body. */
  private static final int SHOWN = 400;

  private final List<FieldError> listed = new ArrayList<>();
  private int count;

  void add(String pointer, String detail) {
    add(pointer, () -> detail);
  }

  /**
   * Notes one more.
   *
   * @param detail asked for only where it will be listed
   */
  void add(String pointer, Supplier<String> detail) {
    if (count++ < LISTED) {
      listed.add(new FieldError(cut(pointer), cut(detail.get())));
    }
  }

  /** How many there are, listed or not. */
  int count() {
    return count;
  }

  /**
   * Fails with {@code invalid-request} if there are any; its message is the first, and how many
   * more there are.
   */
  void failIfAny() {
    if (count > 0) {
      throw new SluiceException(ErrorCode.INVALID_REQUEST, summary()).with(listed);
    }
  }

  private String summary() {
    FieldError first = listed.get(0);
    return place(first.pointer()) + " " + first.detail() + rest();
  }

  private static String place(String pointer) {
    if (pointer.isEmpty()) {
      return "The body";
    }
    return pointer.startsWith("?") ? "Query parameter " + pointer : pointer;
  }

  private String rest() {
    int more = count - 1;
    if (count > LISTED) {
      return " (and %d more; the first %d are listed)".formatted(more, LISTED);
    }
    return more == 0 ? "" : " (and %d more)".formatted(more);
  }

  /** Without its middle, for what to do stands at the end. */
  private static String cut(String text) {
    return text.length() <= 2 * SHOWN
        ? text
        : text.substring(0, SHOWN) + " ... " + text.substring(text.length() - SHOWN);
  }
}
