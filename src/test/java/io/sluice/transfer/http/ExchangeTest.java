package io.sluice.transfer.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Exchanges whose body comes to another end than its own, or has to wait. */
class ExchangeTest {
  private final Exception cause = new Exception("enough");

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = vertx.createHttpClient();
  private final Context loop = vertx.getOrCreateContext();
  private final AtomicInteger requests = new AtomicInteger();
  private final Taker taker = new Taker();

  @AfterEach
  void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  @Test
  void aBodyThatBreaksBeforeItsTargetIsThereFailsTheExchange() {
    // Given
    Promise<BodyTarget> opening = Promise.promise();
    int port = serve(request -> some(request).onComplete(sent -> request.connection().close()));
    Handler<HttpClientRequest> untilClosed =
        request ->
            request
                .connection()
                .closeHandler(closed -> loop.runOnContext(later -> opening.complete(taker)));

    // When
    CompletableFuture<Void> outcome =
        run(new Exchange(loop, head -> opening.future()), connect(port).onSuccess(untilClosed));

    // Then
    assertThatThrownBy(outcome::join).hasMessageContaining("closed");
    assertThat(taker.ended).isCompleted();
  }

  @Test
  void anAbortWhileTheTargetIsOpenedEndsTheTargetAndTellsItsCause() {
    // Given
    Promise<BodyTarget> opening = Promise.promise();
    CompletableFuture<ResponseHead> head = new CompletableFuture<>();
    int port = serve(ExchangeTest::some);
    Exchange exchange =
        new Exchange(
            loop,
            known -> {
              head.complete(known);
              return opening.future();
            });
    CompletableFuture<Void> outcome = run(exchange, connect(port));
    assertThat(head.join().status()).isEqualTo(200);

    // When
    exchange.abort(cause);
    loop.runOnContext(later -> opening.complete(taker));

    // Then
    assertThatThrownBy(outcome::join).hasCause(cause);
    assertThat(taker.ended).isCompleted();
    assertThat(taker.taken).hasValue(0);
  }

  @Test
  void anAbortBeforeThereIsAConnectionSendsNoRequest() {
    // Given
    Promise<HttpClientRequest> connection = Promise.promise();
    int port = serve(ExchangeTest::some);
    Exchange exchange = new Exchange(loop, head -> Future.succeededFuture(taker));
    CompletableFuture<Void> outcome = run(exchange, connection.future());

    // When
    exchange.abort(cause);

    // Then
    assertThatThrownBy(outcome::join).hasCause(cause);
    connect(port).onComplete(connection);
    assertThatThrownBy(() -> response(connection)).hasMessageContaining("reset");
    assertThat(requests).hasValue(0);
  }

  @Test
  void aTargetThatIsFullGetsTheRestWhenItHasDrained() {
    // Given
    int length = 10 << 20;
    int port = serve(request -> request.response().end(Buffer.buffer(new byte[length])));
    taker.full = true;
    CompletableFuture<Void> outcome =
        run(new Exchange(loop, head -> Future.succeededFuture(taker)), connect(port));
    await().until(() -> taker.taken.get() > 0);
    int atFirst = taker.taken.get();

    // When
    loop.runOnContext(later -> taker.drain());

    // Then
    assertThat(outcome.orTimeout(10, TimeUnit.SECONDS)).succeedsWithin(10, TimeUnit.SECONDS);
    assertThat(atFirst).isLessThan(length);
    assertThat(taker.taken).hasValue(length);
  }

  @Test
  void aTargetThatFailsAtItsEndFailsTheExchange() {
    // Given
    int port = serve(request -> request.response().end("all"));
    taker.failure = Future.failedFuture(cause);

    // When
    CompletableFuture<Void> outcome =
        run(new Exchange(loop, head -> Future.succeededFuture(taker)), connect(port));

    // Then
    assertThatThrownBy(outcome::join).hasCause(cause);
  }

  @Test
  void anErrorIsJudgedByItsBeginningAndItsConnectionClosed() {
    // Given
    CompletableFuture<Void> closed = new CompletableFuture<>();
    int port =
        serve(
            request -> {
              request.connection().closeHandler(gone -> closed.complete(null));
              request.response().setChunked(true).write("x".repeat(1 << 20));
            });
    Exchange[] exchange = new Exchange[1];
    ErrorBody body =
        new ErrorBody(text -> new Exception("it said " + text.length()), e -> abort(exchange, e));
    exchange[0] = new Exchange(loop, head -> Future.succeededFuture(body));

    // When
    CompletableFuture<Void> outcome = run(exchange[0], connect(port));

    // Then
    assertThatThrownBy(outcome::join).hasMessageContaining("it said 16384");
    assertThat(closed).succeedsWithin(10, TimeUnit.SECONDS);
  }

  private static void abort(Exchange[] exchange, Throwable cause) {
    exchange[0].abortNow(cause);
  }

  private int serve(Handler<HttpServerRequest> handler) {
    return vertx
        .createHttpServer()
        .requestHandler(
            request -> {
              requests.incrementAndGet();
              handler.handle(request);
            })
        .listen(0, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .join()
        .actualPort();
  }

  /** The head, and less of the body than it announces. */
  private static Future<Void> some(HttpServerRequest request) {
    return request.response().putHeader("Content-Length", "1000").write("some");
  }

  private Future<HttpClientRequest> connect(int port) {
    Promise<HttpClientRequest> connected = Promise.promise();
    loop.runOnContext(
        unused -> client.request(HttpMethod.GET, port, "127.0.0.1", "/").onComplete(connected));
    return connected.future();
  }

  private CompletableFuture<Void> run(Exchange exchange, Future<HttpClientRequest> connection) {
    Promise<Void> outcome = Promise.promise();
    loop.runOnContext(unused -> exchange.run(connection).onComplete(outcome));
    return outcome
        .future()
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(10, TimeUnit.SECONDS);
  }

  private static void response(Promise<HttpClientRequest> connection) {
    connection
        .future()
        .compose(HttpClientRequest::response)
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(10, TimeUnit.SECONDS)
        .join();
  }

  /** Counts what it takes; full from the first byte on until drained, if so told. */
  private static final class Taker implements BodyTarget {
    private final AtomicInteger taken = new AtomicInteger();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private Future<Void> failure = Future.succeededFuture();
    private Runnable goOn = () -> {};
    private volatile boolean full;

    @Override
    public void write(Buffer data) {
      taken.addAndGet(data.length());
    }

    @Override
    public boolean isFull() {
      return full;
    }

    @Override
    public void whenDrained(Runnable whenDrained) {
      goOn = whenDrained;
    }

    private void drain() {
      full = false;
      goOn.run();
    }

    @Override
    public Future<Void> end() {
      ended.complete(null);
      return failure;
    }
  }
}
