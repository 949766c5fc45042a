package io.sluice.transfer.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.cloud.SliceAddress;
import io.sluice.transfer.SliceFormat;
import io.sluice.transfer.fetch.Reply.Refused;
import io.sluice.transfer.fetch.Reply.Rest;
import io.sluice.transfer.fetch.Reply.StartOver;
import io.sluice.transfer.fetch.Reply.Unusable;
import io.sluice.transfer.fetch.Reply.Whole;
import io.sluice.transfer.http.CloudErrors;
import io.sluice.transfer.http.ResponseHead;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every head that a cloud may answer with, and what it means. */
class ResponseRulesTest {
  private static final SliceAddress SLICE = new SliceAddress("s3://bucket/key/slice.csv");
  private static final Pattern HEADER = Pattern.compile("([^:]+): (.+)");

  /** An object of 100 bytes, seen as {@code "tag"} when it began to come. */
  private static ResponseRules asks(String what) {
    return switch (what) {
      case "all" ->
          new ResponseRules(
              SliceFormat.CSV,
              Optional.empty(),
              OptionalLong.empty(),
              false,
              0,
              OptionalLong.empty());
      case "all gzip" ->
          new ResponseRules(
              SliceFormat.CSV_GZIP,
              Optional.empty(),
              OptionalLong.empty(),
              false,
              0,
              OptionalLong.empty());
      case "rest" -> known(OptionalLong.of(100), false, 40, OptionalLong.of(100));
      case "rest, no length" -> known(OptionalLong.empty(), false, 40, OptionalLong.empty());
      case "region" -> known(OptionalLong.of(100), true, 40, OptionalLong.of(80));
      case "first region" -> known(OptionalLong.of(100), true, 0, OptionalLong.of(40));
      default -> throw new IllegalArgumentException(what);
    };
  }

  private static ResponseRules known(
      OptionalLong length, boolean split, long position, OptionalLong end) {
    return new ResponseRules(
        SliceFormat.CSV_GZIP, Optional.of("\"tag\""), length, split, position, end);
  }

  private static ResponseHead head(int status, String headers) {
    MultiMap all = MultiMap.caseInsensitiveMultiMap();
    for (String header : headers == null ? new String[0] : headers.split("; ")) {
      var matcher = HEADER.matcher(header);
      assertThat(matcher.matches()).as(header).isTrue();
      all.add(matcher.group(1), matcher.group(2));
    }
    return new ResponseHead(status, all);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      nullValues = "-",
      textBlock =
          """
      all             | 200 | Content-Length: 100                                               | whole
      all             | 200 | Transfer-Encoding: chunked                                        | whole
      all             | 200 | -                                                                 | unusable
      all             | 200 | Content-Length: 100; Content-Encoding: gzip                       | unusable
      all             | 200 | Content-Length: 100; Content-Encoding: identity                   | whole
      all gzip        | 200 | -                                                                 | whole
      all gzip        | 200 | Content-Length: 100; Content-Encoding: gzip                       | whole
      all gzip        | 200 | Content-Length: 100; Content-Encoding: br                         | unusable
      all             | 206 | Content-Range: bytes 0-99/100                                     | over, no ranges
      all             | 412 | -                                                                 | refused
      all             | 416 | -                                                                 | refused
      rest            | 200 | Content-Length: 100                                               | whole
      rest            | 206 | Content-Range: bytes 40-99/100; ETag: "tag"                       | rest
      rest            | 206 | Content-Range: bytes 40-99/100                                    | rest
      rest            | 206 | Content-Range: bytes 40-99/*                                      | rest
      rest            | 206 | Content-Range: bytes 40-99/100; ETag: "other"                     | over
      rest            | 206 | Content-Range: bytes 40-99/100; ETag: W/"weak"                    | rest
      rest            | 206 | Content-Range: bytes 39-99/100                                    | over, no ranges
      rest            | 206 | Content-Range: bytes 40-98/100                                    | over, no ranges
      rest            | 206 | Content-Range: bytes 40-99/101                                    | over, no ranges
      rest            | 206 | Content-Range: lines 40-99/100                                    | over, no ranges
      rest            | 206 | -                                                                 | over, no ranges
      rest            | 206 | Content-Range: bytes 40-99/100; Content-Encoding: br              | over, no ranges
      rest            | 412 | -                                                                 | over
      rest            | 416 | -                                                                 | over
      rest, no length | 206 | Content-Range: bytes 40-99/100                                    | rest
      rest, no length | 206 | Content-Range: bytes 40-70/100                                    | over, no ranges
      region          | 206 | Content-Range: bytes 40-79/100; ETag: "tag"                       | rest
      region          | 206 | Content-Range: bytes 40-99/100                                    | over, no ranges
      region          | 200 | Content-Length: 100                                               | over, no ranges
      first region    | 206 | Content-Range: bytes 0-39/100                                     | rest
      first region    | 412 | -                                                                 | over
      rest            | 302 | Location: https://elsewhere                                       | refused
      rest            | 401 | -                                                                 | refused
      rest            | 403 | -                                                                 | refused
      rest            | 404 | -                                                                 | refused
      rest            | 429 | Retry-After: 7                                                    | refused
      rest            | 503 | Retry-After: 7                                                    | refused
      """)
  void aHeadMeans(String asked, int status, String headers, String meaning) {
    // When
    Reply reply = asks(asked).judge(head(status, headers));

    // Then
    assertThat(
            reply.<String>match(
                whole -> "whole",
                rest -> "rest",
                over -> over.rangesTrusted() ? "over" : "over, no ranges",
                unusable -> "unusable",
                refused -> "refused"))
        .isEqualTo(meaning);
  }

  @Test
  void aWholeObjectIsTakenWithAllThatIsSaidOfIt() {
    // When
    Reply reply =
        asks("rest")
            .judge(
                head(
                    200,
                    "Content-Length: 100; ETag: \"0123456789abcdef0123456789abcdef\";"
                        + " Accept-Ranges: bytes"));

    // Then
    assertThat(reply)
        .isInstanceOfSatisfying(
            Whole.class,
            whole -> {
              assertThat(whole.length()).hasValue(100);
              assertThat(whole.entityTag()).contains("\"0123456789abcdef0123456789abcdef\"");
              assertThat(whole.checksums().md5()).contains("0123456789abcdef0123456789abcdef");
              assertThat(whole.ranges()).isTrue();
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      textBlock =
          """
      Content-Length: 100; Accept-Ranges: bytes
      Content-Length: 100; Accept-Ranges: bytes; ETag: W/"weak"
      Content-Length: 100; Accept-Ranges: none; ETag: "tag"
      Content-Length: 100; ETag: "tag"
      """)
  void rangesOfWhatCannotBeToldApartAreNotAskedFor(String headers) {
    assertThat(asks("all").judge(head(200, headers)))
        .isInstanceOfSatisfying(Whole.class, whole -> assertThat(whole.ranges()).isFalse());
  }

  @Test
  void theRestTellsTheLengthWhereTheFirstAnswerDidNot() {
    assertThat(asks("rest, no length").judge(head(206, "Content-Range: bytes 40-99/100")))
        .isEqualTo(new Rest(OptionalLong.of(100)));
  }

  @Test
  void sayWhatWasWrong() {
    assertThat(asks("rest").judge(head(412, null)))
        .isEqualTo(new StartOver("changed while it was fetched", true));
    assertThat(asks("region").judge(head(200, "Content-Length: 100")))
        .isEqualTo(new StartOver("was answered with a whole object instead of a range", false));
    assertThat(asks("all").judge(head(200, null)))
        .isEqualTo(new Unusable("came without a length, so that its end cannot be told"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
      all             | identity | -            | -
      all gzip        | gzip     | -            | -
      rest            | gzip     | bytes=40-99  | "tag"
      rest, no length | gzip     | bytes=40-    | "tag"
      region          | gzip     | bytes=40-79  | "tag"
      first region    | gzip     | bytes=0-39   | "tag"
      """,
      quoteCharacter = '\u0001')
  void asksForWhatIsLackingOfTheObjectThatIsKnown(
      String asked, String encoding, String range, String match) {
    // When
    Map<String, String> headers = asks(asked).conditions();

    // Then
    assertThat(headers.get("Accept-Encoding")).isEqualTo(encoding);
    assertThat(headers.get("Range")).isEqualTo(range);
    assertThat(headers.get("If-Match")).isEqualTo(match);
  }

  /** Renew the access, come again after a while, or give up. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
      400 | <Code>ExpiredToken</Code>    | -              | CLOUD_ACCESS_REFUSED | -
      400 | <Code>InvalidArgument</Code> | -              | CLOUD_UNAVAILABLE    | -
      401 | -                            | -              | CLOUD_ACCESS_REFUSED | -
      403 | <Code>AccessDenied</Code>    | -              | CLOUD_ACCESS_REFUSED | -
      404 | <Code>NoSuchKey</Code>       | -              | SLICE_MISSING        | -
      410 | -                            | -              | SLICE_MISSING        | -
      429 | -                            | Retry-After: 7 | CLOUD_UNAVAILABLE    | 7
      500 | <Code>InternalError</Code>   | -              | CLOUD_UNAVAILABLE    | -
      503 | <Code>SlowDown</Code>        | Retry-After: 7 | CLOUD_UNAVAILABLE    | 7
      503 | <Code>SlowDown</Code>        | Retry-After: x | CLOUD_UNAVAILABLE    | -
      302 | -                            | -              | CLOUD_UNAVAILABLE    | -
      """)
  void aRefusalSaysWithItsDocumentWhatToDo(
      int status, String document, String headers, ErrorCode code, Long seconds) {
    // Given
    Reply reply = asks("rest").judge(head(status, headers));

    // When
    SluiceException failure =
        CloudErrors.of(SLICE, ((Refused) reply).head(), String.valueOf(document));

    // Then
    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure.retryAfter())
        .isEqualTo(Optional.ofNullable(seconds).map(Duration::ofSeconds));
  }
}
