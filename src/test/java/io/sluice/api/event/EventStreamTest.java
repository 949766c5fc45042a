package io.sluice.api.event;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.export.live.ExportFeed;
import io.sluice.export.model.ExportState;
import io.sluice.export.model.ExportState.Queued;
import io.sluice.export.model.ExportState.Starting;
import io.smallrye.mutiny.subscription.Cancellable;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Readers that are many, slow, or gone. */
class EventStreamTest {
  private static final int MANY = 1000;

  private final StreamFixture fixture = new StreamFixture(Duration.ofSeconds(2));
  private final List<Socket> sockets = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (Socket socket : sockets) {
      socket.close();
    }
    fixture.close();
  }

  @Test
  void tellsAThousandReadersOfATransition() throws Exception {
    // Given
    AtomicInteger ended = new AtomicInteger();
    var client =
        fixture.vertx.createHttpClient(
            new io.vertx.core.http.HttpClientOptions().setMaxPoolSize(MANY));
    for (int i = 0; i < MANY; i++) {
      client
          .request(io.vertx.core.http.HttpMethod.GET, fixture.port(), "127.0.0.1", "/one")
          .compose(request -> request.send())
          .compose(response -> response.body())
          .onSuccess(body -> count(body.toString(StandardCharsets.UTF_8), ended));
    }
    await().atMost(30, SECONDS).until(() -> fixture.hub.streams() == MANY);
    fixture.hub.changed(StreamFixture.export("one", 2, new Starting()));

    // When
    fixture.hub.changed(
        StreamFixture.export("one", 3, new ExportState.Cancelled(Optional.empty())));

    // Then
    await().atMost(30, SECONDS).until(() -> ended.get() == MANY);
    await().atMost(10, SECONDS).until(() -> fixture.hub.streams() == 0);
  }

  @Test
  void givesASlowReaderTheNewestAndNoBacklog() throws Exception {
    // Given
    Socket slow = open("/one");
    await().atMost(10, SECONDS).until(() -> fixture.hub.streams() == 1);
    for (int version = 2; version <= 5000; version++) {
      fixture.hub.changed(StreamFixture.export("one", version, new Queued()));
    }
    fixture.hub.changed(
        StreamFixture.export("one", 5001, new ExportState.Cancelled(Optional.empty())));

    // When
    String all = new String(slow.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    // Then
    assertThat(all).contains("id: 5001\n");
    assertThat(all.lines().filter(line -> line.startsWith("id: ")).count()).isLessThan(4000);
  }

  @Test
  void dropsAReaderThatTakesNothing() throws Exception {
    // Given
    Cancellable following = fixture.hub.follow(new ExportFeed(Runnable::run));
    open("/");
    await().atMost(10, SECONDS).until(() -> fixture.hub.streams() == 1);

    // When
    for (int i = 0; i < 20_000; i++) {
      fixture.hub.changed(StreamFixture.export("x" + i, 1, new Queued()));
    }

    // Then
    await().atMost(20, SECONDS).until(() -> fixture.hub.streams() == 0);
    following.cancel();
  }

  @Test
  void forgetsAReaderWhoHasGone() throws Exception {
    // Given
    Socket reader = open("/one");
    await().atMost(10, SECONDS).until(() -> fixture.hub.streams() == 1);

    // When
    reader.close();

    // Then
    await().atMost(10, SECONDS).until(() -> fixture.hub.streams() == 0);
  }

  @Test
  void endsWithAnIdWhereNothingFollows() throws Exception {
    // Given
    Socket reader = open("/one");
    readUntil(reader.getInputStream(), "queued");

    // When
    fixture.hub.changed(
        StreamFixture.export("one", 2, new ExportState.Cancelled(Optional.empty())));

    // Then
    assertThat(rest(reader)).containsSubsequence("id: 2\n", "id: ended\n\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/one", "/batch/one,two"})
  void endsWithoutItWhereTheProcessLeaves(String path) throws Exception {
    // Given
    Socket reader = open(path);
    await().atMost(10, SECONDS).until(() -> fixture.hub.streams() == 1);

    // When
    fixture.hub.endAll();

    // Then
    assertThat(rest(reader)).doesNotContain("ended");
  }

  @Test
  void endsABatchsStreamAlsoWhereAMemberIsGoneBeforeItIsTold() throws Exception {
    // Given
    fixture.forget("two");
    Socket reader = open("/batch/one,two");
    readUntil(reader.getInputStream(), "queued");

    // When
    fixture.hub.changed(
        StreamFixture.export("one", 2, new ExportState.Cancelled(Optional.empty())));

    // Then
    assertThat(rest(reader)).contains("id: ended\n\n");
  }

  @Test
  void beginsAgainWithTheStateNowAfterACut() throws Exception {
    // Given
    Socket cut = open("/one");
    readUntil(cut.getInputStream(), "queued");
    fixture.hub.endAll();

    // When
    Socket again = open("/one");

    // Then
    assertThat(readUntil(again.getInputStream(), "queued")).contains("retry: 2000\n\n");
  }

  private Socket open(String path) throws Exception {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.setSoTimeout(30_000);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), fixture.port()));
    sockets.add(socket);
    socket
        .getOutputStream()
        .write(
            ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static String rest(Socket reader) throws Exception {
    return new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static String readUntil(InputStream stream, String text) throws Exception {
    StringBuilder read = new StringBuilder();
    while (read.indexOf(text) < 0) {
      int next = stream.read();
      assertThat(next).as("what follows %s", read).isNotNegative();
      read.append((char) next);
    }
    return read.toString();
  }

  private static void count(String body, AtomicInteger ended) {
    if (body.contains("\"starting\"") && body.contains("\"cancelled\"")) {
      ended.incrementAndGet();
    }
  }
}
