package io.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.sluice.SandboxResource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Peers that hold a connection and give or take next to nothing, on raw sockets. */
@QuarkusTest
@TestProfile(SlowPeersTest.ShortPatience.class)
@WithTestResource(SandboxResource.class)
class SlowPeersTest {
  private static final int CONNECTIONS = 40;

  @TestHTTPResource URI gateway;

  /** What production does in minutes, in a second. */
  public static final class ShortPatience implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "quarkus.http.idle-timeout", "1s",
          "sluice.limits.body-time", "1s",
          "quarkus.http.limits.max-connections", "" + CONNECTIONS);
    }
  }

  @Test
  void aBodyThatComesByteByByteIsRefusedWhenItsTimeIsOver() throws Exception {
    try (Socket socket = connect();
        Drip drops = new Drip(socket)) {
      // When
      write(
          socket,
          """
          POST /v1/exports HTTP/1.1
          Host: localhost
          Content-Type: application/json
          Content-Length: 60000

          {""");

      drops.start();

      // Then
      assertThat(readAll(socket))
          .startsWith("HTTP/1.1 408 ")
          .contains("application/problem+json")
          .contains("/problems/request-timeout")
          .contains("sluice.limits.body-time");
    }
  }

  @ParameterizedTest
  @CsvSource({"GET /v1/status, 200", "GET /, 200", "POST /v1/exports, 415", "POST /nothing, 404"})
  void aBodyThatTheAnswerDidNotWaitForHasNoMoreTime(String request, int status) throws Exception {
    try (Socket socket = connect();
        Drip drops = new Drip(socket)) {
      // When
      write(
          socket,
          """
          %s HTTP/1.1
          Host: localhost
          Content-Length: 60000

          """
              .formatted(request));
      drops.start();

      // Then
      assertThat(readAll(socket)).startsWith("HTTP/1.1 " + status).doesNotContain("HTTP/1.1 408");
    }
  }

  @Test
  void aConnectionThatSaysNothingIsClosed() throws Exception {
    try (Socket socket = connect()) {
      assertThat(readAll(socket)).isEmpty();
    }
  }

  @Test
  void aHeadThatStopsInTheMiddleIsClosed() throws Exception {
    try (Socket socket = connect()) {
      // When
      write(socket, "GET /v1/status HTTP/1.1\nHost: local");

      // Then
      assertThat(readAll(socket)).isEmpty();
    }
  }

  @Test
  void aQuietEventStreamLivesOnByItsHeartbeats() throws Exception {
    try (Socket socket = connect()) {
      // When
      write(socket, "GET /v1/events HTTP/1.1\nHost: localhost\nAccept: text/event-stream\n\n");
      long end = System.nanoTime() + Duration.ofSeconds(3).toNanos();
      InputStream input = socket.getInputStream();
      int read = 0;
      while (read >= 0 && System.nanoTime() < end) {
        read = input.read();
      }

      // Then
      assertThat(read).isNotNegative();
    }
  }

  @Test
  void noMoreConnectionsAreTakenThanAllowed() throws Exception {
    List<Socket> sockets = new ArrayList<>();
    try {
      // When
      for (int number = 0; number <= CONNECTIONS; number++) {
        sockets.add(connect());
      }

      // Then
      assertThat(closedAtOnce(sockets)).isPositive();
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  @Test
  void theShippedIdleTimeoutOutlivesTheLongestWait() throws IOException {
    // Given
    Properties shipped = new Properties();
    try (InputStream file = getClass().getResourceAsStream("/application.properties")) {
      shipped.load(file);
    }
    Duration wait = ConfigProvider.getConfig().getValue("sluice.limits.wait", Duration.class);

    // Then
    assertThat(Duration.parse("PT" + shipped.getProperty("quarkus.http.idle-timeout")))
        .isGreaterThan(wait.plusSeconds(10));
  }

  private static long closedAtOnce(List<Socket> sockets) {
    return sockets.stream().filter(SlowPeersTest::isClosed).count();
  }

  /** Before the idle timeout could have closed it. */
  private static boolean isClosed(Socket socket) {
    try {
      socket.setSoTimeout(20);
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException open) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(gateway.getHost(), gateway.getPort());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  private static String readAll(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Sends a byte now and then until the peer has closed. */
  private static final class Drip implements AutoCloseable {
    private final ScheduledExecutorService hand = Executors.newSingleThreadScheduledExecutor();
    private final Socket socket;

    private Drip(Socket socket) {
      this.socket = socket;
    }

    private void start() {
      ScheduledFuture<?> unused =
          hand.scheduleAtFixedRate(this::drop, 100, 100, TimeUnit.MILLISECONDS);
    }

    private void drop() {
      try {
        socket.getOutputStream().write(' ');
      } catch (IOException closed) {
        throw new UncheckedIOException(closed); // ends the drops
      }
    }

    @Override
    public void close() {
      hand.shutdownNow();
    }
  }
}
