package io.sluice.api.request;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import java.util.Optional;
import java.util.regex.Pattern;

/** The {@code Idempotency-Key} header. */
public final class IdempotencyKey {
  private static final Pattern PRINTABLE =
      Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e]{0,253}[\\x21-\\x7e])?");

  private IdempotencyKey() {}

  /** The key as it was sent; fails with {@code invalid-request} where it cannot be kept. */
  public static Optional<String> of(Optional<String> header) {
    if (header.filter(key -> !PRINTABLE.matcher(key).matches()).isPresent()) {
      throw new SluiceException(
          ErrorCode.INVALID_REQUEST,
          "The Idempotency-Key is not 1 to 255 printable ASCII characters; a UUID is a good key");
    }
    return header;
  }
}
