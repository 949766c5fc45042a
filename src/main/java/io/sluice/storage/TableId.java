package io.sluice.storage;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A table's address inside a project: {@code stage.bucket.table} (storage-api.md 8). */
public record TableId(String stage, String bucket, String name) {
  /** What is wrong with a text that is none. */
  public static final String ADVICE =
      "is not a table id; write stage.bucket.table, such as in.c-shop.orders";

  private static final Pattern GRAMMAR =
      Pattern.compile("(in|out|sys)\\.([A-Za-z0-9_-]{1,128})\\.([A-Za-z0-9_-]{1,128})");

  public static boolean isValid(String text) {
    return GRAMMAR.matcher(text).matches();
  }

  /** Parses {@code in.c-shop.orders}; anything else is an {@code invalid-request}. */
  public static TableId parse(String text) {
    Matcher matcher = GRAMMAR.matcher(text);
    if (!matcher.matches()) {
      throw new SluiceException(ErrorCode.INVALID_REQUEST, "\"" + text + "\" " + ADVICE);
    }
    return new TableId(matcher.group(1), matcher.group(2), matcher.group(3));
  }

  /** The bucket's full id, such as {@code in.c-shop}. */
  public String bucketId() {
    return stage + "." + bucket;
  }

  @Override
  public String toString() {
    return stage + "." + bucket + "." + name;
  }
}
