package io.sluice.storage;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import java.util.regex.Pattern;

/**
 * A bucket's id: {@code stage.name}, such as {@code in.c-shop}, {@code in.c-123-shop} in a
 * development branch, or a linked bucket's own name (storage-api.md 8).
 */
public record BucketId(String value) {
  /** What is wrong with any other text, to be put after its field. */
  public static final String ADVICE = "is not a bucket id; write stage.bucket, such as in.c-shop";

  private static final Pattern GRAMMAR = Pattern.compile("(in|out|sys)\\.[A-Za-z0-9_-]{1,128}");

  public BucketId {
    if (!isValid(value)) {
      throw new SluiceException(ErrorCode.INVALID_REQUEST, "The bucket " + ADVICE);
    }
  }

  public static boolean isValid(String text) {
    return GRAMMAR.matcher(text).matches();
  }

  @Override
  public String toString() {
    return value;
  }
}
