package io.sluice.api;

import static io.restassured.RestAssured.given;
import static io.sluice.api.ExportsApiTest.body;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.sluice.SandboxResource;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** Many requests at once on one connection, and nobody who takes the answers. */
@QuarkusTest
@WithTestResource(SandboxResource.class)
class UnreadAnswersTest {
  private static final String TABLE = "in.c-none.unread";

  /** Each answer has some 50 kB: together they are more than the sockets hold. */
  private static final int REQUESTS = 400;

  @TestHTTPResource URI gateway;

  @Test
  void aRequestIsWorkedOnOnceTheAnswersBeforeItAreTaken() throws Exception {
    // Given
    String request = body(TABLE);
    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(4 * 1024);
      socket.connect(new InetSocketAddress(gateway.getHost(), gateway.getPort()));

      // When
      write(socket, RawHttp.head("GET /q/openapi HTTP/1.1", "Host: localhost").repeat(REQUESTS));
      write(
          socket,
          RawHttp.head(
                  "POST /v1/exports HTTP/1.1",
                  "Host: localhost",
                  "Connection: close",
                  "Content-Type: application/json",
                  "Content-Length: " + request.length())
              + request);

      // Then
      await().during(1, SECONDS).atMost(5, SECONDS).until(() -> exports() == 0);
      String answers = new String(socket.getInputStream().readAllBytes(), US_ASCII);
      assertThat(answers.split("HTTP/1.1 200 OK", -1)).hasSize(REQUESTS + 1);
      assertThat(answers).contains("HTTP/1.1 202 Accepted");
      assertThat(exports()).isEqualTo(1);
    }
  }

  private static int exports() {
    return given().get("/v1/exports?table=" + TABLE).jsonPath().getList("exports").size();
  }

  private static void write(Socket socket, String text) throws Exception {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
  }
}
