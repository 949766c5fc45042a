package io.sluice.api;

import static io.restassured.RestAssured.given;
import static io.sluice.api.ExportsApiTest.body;
import static io.sluice.api.ExportsApiTest.end;
import static io.sluice.api.ExportsApiTest.submit;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.sluice.LogCapture;
import io.sluice.SandboxResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A result that goes away, and comes back, while it is asked for. */
@QuarkusTest
@WithTestResource(SandboxResource.class)
class MovedFileTest {
  private static final int REQUESTS = 150;
  private static final int READERS = 40;

  /** No status: the connection ended. */
  private static final int CUT = 0;

  private final HttpClient client = HttpClient.newHttpClient();

  @TestHTTPResource URI gateway;

  @Test
  void aFileIsSentOrGoneOrCutAndNobodyWaitsForIt() throws Exception {
    // Given
    JsonPath export = end(submit(body("in.c-shop.customers")));
    HttpRequest request =
        HttpRequest.newBuilder(gateway.resolve(export.getString("links.file")))
            .timeout(Duration.ofSeconds(10))
            .build();
    Set<Integer> answers = new HashSet<>();

    // When
    try (Mover mover = new Mover(Path.of(URI.create(export.getString("result.location"))))) {
      mover.start();
      for (int i = 0; i < REQUESTS; i++) {
        answers.add(answer(request));
      }
    }

    // Then
    assertThat(answers).contains(200).isSubsetOf(200, 410, CUT);
  }

  /** Where the file goes between the look at its length and its opening, only a cut is left. */
  private int answer(HttpRequest request) throws InterruptedException, HttpTimeoutException {
    try {
      HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
      return answer.statusCode();
    } catch (HttpTimeoutException nobodyAnswers) {
      throw nobodyAnswers;
    } catch (IOException cut) {
      return CUT;
    }
  }

  @Test
  void aReaderWhoLeavesInTheMiddleIsNoError() throws Exception {
    // Given
    String file = end(submit(body("in.c-shop.orders"))).getString("links.file");
    LogCapture log = new LogCapture();
    log.start();

    // When
    for (int i = 0; i < READERS; i++) {
      try (Socket reader = new Socket(gateway.getHost(), gateway.getPort())) {
        reader.setSoLinger(true, 0);
        reader
            .getOutputStream()
            .write(RawHttp.head("GET " + file + " HTTP/1.1", "Host: localhost").getBytes(US_ASCII));
        assertThat(reader.getInputStream().read()).isEqualTo('H');
      }
    }
    given().get("/v1/status").then().statusCode(200);
    log.stop();

    // Then
    assertThat(log.lines()).noneMatch(line -> line.contains("pipe") || line.contains("reset"));
  }

  /** Moves a file away and back until closed. */
  private static final class Mover implements AutoCloseable {
    private final Path place;
    private final Path away;
    private CompletableFuture<Void> moving = CompletableFuture.completedFuture(null);
    private volatile boolean closed;

    Mover(Path place) {
      this.place = place;
      this.away = place.resolveSibling("away");
    }

    void start() {
      moving = CompletableFuture.runAsync(this::move);
    }

    private void move() {
      try {
        while (!closed) {
          Files.move(place, away, StandardCopyOption.ATOMIC_MOVE);
          Files.move(away, place, StandardCopyOption.ATOMIC_MOVE);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      closed = true;
      moving.join();
    }
  }
}
