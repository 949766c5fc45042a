package io.sluice.transfer.http;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.base.UpstreamText;
import io.sluice.cloud.SliceAddress;
import io.vertx.core.VertxException;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * What an answer that is no slice means, or a stream that broke. Of the body only the cloud's error
 * code is taken.
 */
public final class CloudErrors {
  /** As the clouds write them: InvalidRange, InvalidMd5. No key and no token looks so. */
  private static final String CODE_GRAMMAR = "[A-Z](?=[A-Za-z0-9]*[a-z])[A-Za-z0-9]{2,47}";

  private static final Pattern CODE =
      Pattern.compile("<Code>\\s*(" + CODE_GRAMMAR + ")\\s*</Code>");
  private static final Set<String> EXPIRED =
      Set.of(
          "ExpiredToken",
          "InvalidToken",
          "TokenRefreshRequired",
          "AuthenticationFailed",
          "InvalidAuthenticationInfo");

  private static final int LONGEST_REASON = 200;

  private CloudErrors() {}

  /** The exception for a status that brings no slice. */
  public static SluiceException of(SliceAddress slice, ResponseHead head, String body) {
    Optional<String> code =
        head.header("x-ms-error-code")
            .filter(text -> text.matches(CODE_GRAMMAR))
            .or(() -> codeIn(body));
    String answer = "HTTP " + head.status() + code.map(text -> " " + text).orElse("");
    SluiceException refusal =
        switch (head.status()) {
          case 401, 403 -> accessRefused(slice, answer);
          case 400 ->
              code.filter(EXPIRED::contains).isPresent()
                  ? accessRefused(slice, answer)
                  : unavailable(slice, answer);
          case 404, 410 ->
              new SluiceException(
                  ErrorCode.SLICE_MISSING,
                  "Slice "
                      + slice
                      + " is gone ("
                      + answer
                      + "): the exported file has expired or was"
                      + " deleted. Start the export again.");
          default -> unavailable(slice, answer);
        };
    return head.retryAfter().map(refusal::retryAfter).orElse(refusal);
  }

  /**
   * The exception for a stream that broke.
   *
   * @param failure null where its body ended well, but too early
   */
  public static SluiceException ofBrokenStream(SliceAddress slice, Throwable failure) {
    return failure instanceof SluiceException known
        ? known
        : new SluiceException(
            ErrorCode.CLOUD_UNAVAILABLE,
            "The stream of slice " + slice + " broke: " + reason(failure) + ".",
            failure);
  }

  /** The text of a decoder's failure quotes what the cloud said. */
  private static String reason(Throwable failure) {
    if (failure == null) {
      return "the body ended early";
    }
    if (failure instanceof SSLException) {
      return "the host's certificate was refused ("
          + UpstreamText.printable(String.valueOf(failure.getMessage()), LONGEST_REASON)
          + "); where its authority is your own, name it in sluice.transfer.trusted-certificates";
    }
    return failure instanceof IOException || failure instanceof VertxException
        ? UpstreamText.printable(String.valueOf(failure.getMessage()), LONGEST_REASON)
        : "the response is no HTTP (" + failure.getClass().getSimpleName() + ")";
  }

  private static SluiceException accessRefused(SliceAddress slice, String answer) {
    return new SluiceException(
        ErrorCode.CLOUD_ACCESS_REFUSED,
        "The cloud refused access to slice " + slice + " (" + answer + ").");
  }

  private static SluiceException unavailable(SliceAddress slice, String answer) {
    return new SluiceException(
        ErrorCode.CLOUD_UNAVAILABLE,
        "The cloud did not deliver slice " + slice + " (" + answer + ").");
  }

  private static Optional<String> codeIn(String body) {
    Matcher matcher = CODE.matcher(body);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
