package io.sluice.api.request;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The {@code Idempotency-Key} header. */
public final class IdempotencyKey {
  private static final Pattern PRINTABLE =
      Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e]{0,253}[\\x21-\\x7e])?");

  private IdempotencyKey() {}

  /**
   * The key as it was sent, none where there is no such header. Fails with {@code invalid-request}
   * where it cannot be kept: who sends an empty one, or two, would believe to be safe and not be.
   */
  public static Optional<String> of(HttpHeaders request) {
    List<String> sent =
        Optional.ofNullable(request.getRequestHeader("Idempotency-Key")).orElse(List.of());
    if (sent.size() > 1 || sent.stream().anyMatch(key -> !PRINTABLE.matcher(key).matches())) {
      throw new SluiceException(
          ErrorCode.INVALID_REQUEST,
          "The Idempotency-Key is not one of 1 to 255 printable ASCII characters; a UUID is a good key");
    }
    return sent.stream().findFirst();
  }
}
