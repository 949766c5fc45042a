package io.sluice.storage.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.base.ErrorCode;
import io.sluice.base.HttpDate;
import io.sluice.base.Secret;
import io.sluice.base.SentSecrets;
import io.sluice.base.SluiceException;
import io.sluice.base.SluiceException.Upstream;
import io.sluice.base.Timekeeper;
import io.sluice.base.UpstreamText;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** What went wrong, said so that the reader knows what to do (storage-api.md 7). */
public final class StorageErrors {
  private static final Set<Integer> ASK_AGAIN = Set.of(408, 409, 423, 429);

  /** In characters; a key of S3 has 1,024 bytes at most. */
  private static final int LONGEST_NAME = 2_048;

  private final String connection;
  private final String tokenKey;
  private final SentSecrets sent;
  private final Timekeeper timekeeper;

  /**
   * Failures of one connection.
   *
   * @param tokenKey {@code token} or {@code token-file}: where its token comes from
   * @param sent what no message repeats
   */
  public StorageErrors(
      String connection, String tokenKey, SentSecrets sent, Timekeeper timekeeper) {
    this.connection = connection;
    this.tokenKey = tokenKey;
    this.sent = sent;
    this.timekeeper = timekeeper;
  }

  /**
   * The failure that an answer other than 2xx means; a {@link RetryableFailure} where it may pass.
   */
  RuntimeException of(StorageRequest request, int status, Optional<String> wait, JsonNode body) {
    SluiceException failure =
        new SluiceException(code(request, status, wait, body), detail(request, status, body))
            .with(upstream(body));
    SluiceException timed = retryAfter(wait).map(failure::retryAfter).orElse(failure);
    return isTransient(status) ? new RetryableFailure(timed) : timed;
  }

  /**
   * The failure of a try that had no answer. Its own text may hold an address, so it is not used.
   */
  RetryableFailure noAnswer(StorageRequest request, Throwable cause) {
    String what =
        cause instanceof TimeoutException
            ? "gave no whole answer in time"
            : "could not be reached or cut the connection ("
                + cause.getClass().getSimpleName()
                + ")";
    return new RetryableFailure(
        new SluiceException(
            ErrorCode.STORAGE_UNAVAILABLE,
            api() + " " + what + " when asked to " + request.purpose() + "; try again later",
            cause));
  }

  public SluiceException notUnderstood(String what) {
    return new SluiceException(
        ErrorCode.STORAGE_PROTOCOL,
        api()
            + " gave an answer that cannot be understood: "
            + what
            + ". Check that sluice.connections."
            + connection
            + ".url is a Keboola stack");
  }

  public static boolean isTransient(int status) {
    return ASK_AGAIN.contains(status) || (status >= 500 && status != 501);
  }

  private static ErrorCode code(
      StorageRequest request, int status, Optional<String> wait, JsonNode body) {
    return switch (status) {
      case 401 -> ErrorCode.STORAGE_UNAUTHORIZED;
      case 403 -> ErrorCode.STORAGE_FORBIDDEN;
      case 404 -> request.ofTable() ? ErrorCode.TABLE_NOT_FOUND : ErrorCode.STORAGE_NOT_FOUND;
      case 408, 409, 423, 429 -> ErrorCode.STORAGE_BUSY;
      case 503 ->
          wait.isPresent() || Json.text(body, "status").equals(Optional.of("maintenance"))
              ? ErrorCode.STORAGE_BUSY
              : ErrorCode.STORAGE_UNAVAILABLE;
      default -> {
        if (status >= 500) {
          yield status == 501 ? ErrorCode.STORAGE_PROTOCOL : ErrorCode.STORAGE_UNAVAILABLE;
        }
        yield status >= 400 ? ErrorCode.STORAGE_REJECTED : ErrorCode.STORAGE_PROTOCOL;
      }
    };
  }

  private String detail(StorageRequest request, int status, JsonNode body) {
    String said =
        heard(body, "error").or(() -> heard(body, "reason")).map(UpstreamText::toString).orElse("");
    String answer = said.isEmpty() ? status + "" : status + ": " + said;
    return api()
        + " answered "
        + answer
        + (answer.endsWith(".") ? " " : ". ")
        + "It was asked to "
        + request.purpose()
        + advice(request, status);
  }

  private String advice(StorageRequest request, int status) {
    String keys = "sluice.connections." + connection;
    return switch (status) {
      case 301, 302, 303, 307, 308 ->
          ". Redirects are not followed: put the final address in " + keys + ".url";
      case 401 -> ". Put a valid Storage token in " + keys + "." + tokenKey;
      case 403 -> ". Give the token of " + keys + "." + tokenKey + " the right to read it";
      case 404 -> ". " + request.whenMissing();
      case 429, 503 -> ". Try again later";
      default -> "";
    };
  }

  private String api() {
    return "The Storage API of connection " + connection;
  }

  /** The service's own words in a field, fit to be kept; empty where it has none. */
  public Optional<UpstreamText> heard(JsonNode json, String field) {
    return Json.word(json, field).map(this::heard).flatMap(UpstreamText::ifSaid);
  }

  public UpstreamText heard(String words) {
    return sent.heard(words);
  }

  /** Whether a text repeats what nobody may see. */
  public boolean repeatsSecret(String text) {
    return sent.in(text);
  }

  /**
   * A name that is used letter by letter, such as a column's or a key's, and is shown too. Fails
   * where it repeats a secret, steers a terminal or is longer than {@value #LONGEST_NAME}.
   *
   * @param what it names, for the message
   */
  public String name(String text, String what) {
    if (text.length() > LONGEST_NAME || !UpstreamText.printable(text, LONGEST_NAME).equals(text)) {
      throw notUnderstood(what + " has a name that is too long or holds control characters");
    }
    if (repeatsSecret(text)) {
      throw notUnderstood(what + " has a name that repeats a secret");
    }
    return text;
  }

  /** What came with an answer and is used from now on: nothing repeats it either. */
  public void lent(Secret... secrets) {
    sent.lend(secrets);
  }

  private Upstream upstream(JsonNode body) {
    return new Upstream(
        Optional.empty(),
        heard(body, "code").map(UpstreamText::toString),
        heard(body, "exceptionId").map(UpstreamText::toString));
  }

  /** Retry-After in seconds or as an HTTP date. */
  private Optional<Duration> retryAfter(Optional<String> header) {
    return header.map(String::strip).flatMap(this::wait).map(StorageErrors::notNegative);
  }

  private Optional<Duration> wait(String header) {
    if (header.matches("[0-9]{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(header)));
    }
    return HttpDate.parse(header).map(when -> Duration.between(timekeeper.now(), when));
  }

  private static Duration notNegative(Duration wait) {
    return wait.isNegative() ? Duration.ZERO : wait;
  }
}
