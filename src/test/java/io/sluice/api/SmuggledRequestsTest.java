package io.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.sluice.SandboxResource;
import java.io.IOException;
import java.net.URI;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests that an intermediary and the gateway could take for different ones, byte by byte as they
 * come: whoever disagrees about where a body ends lets a second request ride inside the first.
 */
@QuarkusTest
@WithTestResource(SandboxResource.class)
class SmuggledRequestsTest {
  private static final String HIDDEN = "GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n";

  @TestHTTPResource URI gateway;

  static Stream<Arguments> hidingPlaces() {
    return Stream.of(
        Arguments.of(
            "a line end inside a quoted chunk extension (CVE-2026-33870)",
            "POST /v1/exports HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n1;a=\"\r\nX\r\n0\r\n\r\n"
                + HIDDEN
                + "\"\r\n0\r\n\r\n"),
        Arguments.of(
            "Transfer-Encoding beside Content-Length on HTTP/1.0 (CVE-2026-42581)",
            "POST /v1/exports HTTP/1.0\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Connection: keep-alive\r\nContent-Length: "
                + (5 + HIDDEN.length())
                + "\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
                + HIDDEN),
        Arguments.of(
            "Transfer-Encoding beside Content-Length on HTTP/1.1",
            "POST /v1/exports HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: "
                + (5 + HIDDEN.length())
                + "\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
                + HIDDEN),
        Arguments.of(
            "two lengths",
            "POST /v1/exports HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: 2\r\nContent-Length: "
                + (2 + HIDDEN.length())
                + "\r\n\r\n{}"
                + HIDDEN),
        Arguments.of(
            "a bare line feed behind a chunk's size",
            "POST /v1/exports HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n2\n{}\r\n0\r\n\r\n"
                + HIDDEN),
        Arguments.of(
            "a space before a header's colon",
            "POST /v1/exports HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Transfer-Encoding : chunked\r\nContent-Length: "
                + (5 + HIDDEN.length())
                + "\r\n\r\n0\r\n\r\n"
                + HIDDEN),
        Arguments.of(
            "an unknown coding",
            "POST /v1/exports HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Transfer-Encoding: xchunked\r\nContent-Length: 2\r\n\r\n{}"
                + HIDDEN));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hidingPlaces")
  void noRequestIsAnsweredThatRidesInsideAnother(String place, String bytes) throws IOException {
    // When
    String answer = exchange(bytes);

    // Then
    assertThat(answer).doesNotContain("/smuggled");
  }

  @ParameterizedTest
  @ValueSource(strings = {"xchunked", "gzip, chunked", "identity", "chunked, chunked", ""})
  void aCodingThatNobodyKnowsEndsTheConnection(String coding) throws IOException {
    // When
    String answer =
        exchange(
            RawHttp.head(
                    "POST /v1/exports HTTP/1.1",
                    "Host: localhost",
                    "Transfer-Encoding: " + coding,
                    "Content-Length: 2")
                + "{}"
                + HIDDEN);

    // Then
    assertThat(answer).startsWith("HTTP/1.1 400").doesNotContain("/smuggled");
  }

  @Test
  void aRequestBehindAnotherIsAnswered() throws IOException {
    assertThat(exchange("GET /v1/status HTTP/1.1\r\nHost: localhost\r\n\r\n" + HIDDEN))
        .contains("/smuggled");
  }

  @Test
  void nobodyIsSpokenToInHttp2() throws IOException {
    assertThat(exchange("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0"))
        .doesNotContain("\0\0\0\4"); // a SETTINGS frame
  }

  @Test
  void noConnectionIsUpgradedToHttp2() throws IOException {
    // When
    String answer =
        exchange(
            RawHttp.head(
                "GET /v1/status HTTP/1.1",
                "Host: localhost",
                "Connection: Upgrade, HTTP2-Settings",
                "Upgrade: h2c",
                "HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA"));

    // Then
    assertThat(answer).startsWith("HTTP/1.1 200");
  }

  private String exchange(String bytes) throws IOException {
    return RawHttp.exchange(gateway, bytes);
  }
}
