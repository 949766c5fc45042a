package io.sluice.transfer.http;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.util.Optional;
import java.util.function.Function;

/**
 * One request and its response, whose body goes where its head says. Lives on one event loop; only
 * {@link #abort} may be called on any thread.
 */
public final class Exchange {
  private final Context context;
  private final Function<ResponseHead, Future<BodyTarget>> handler;

  /** Completes with the body's end or with the first thing that went wrong. */
  private final Promise<Void> body = Promise.promise();

  private Optional<HttpClientRequest> request = Optional.empty();
  private Future<BodyTarget> target = Future.failedFuture("There is no response yet");

  /**
   * An exchange that has not begun.
   *
   * @param context the event loop that the exchange lives on
   * @param handler says by the head where the body goes, and is asked before the body's first byte,
   *     which waits until the target is there; a failure aborts the exchange
   */
  public Exchange(Context context, Function<ResponseHead, Future<BodyTarget>> handler) {
    this.context = context;
    this.handler = handler;
  }

  /** Closes the connection unless the body is over; whoever waits for it gets the cause. */
  public void abort(Throwable cause) {
    context.runOnContext(unused -> abortNow(cause));
  }

  /** The same, on the exchange's own event loop, before anything else happens there. */
  public void abortNow(Throwable cause) {
    if (body.tryFail(cause)) {
      request.ifPresent(sent -> sent.reset(0, cause));
    }
  }

  /**
   * Sends the request once there is a connection. Completes when the body has ended and its target
   * with it; fails with the first of what went wrong.
   */
  Future<Void> run(Future<HttpClientRequest> connection) {
    connection.onSuccess(this::send).onFailure(body::tryFail);
    return body.future().transform(this::close);
  }

  /** The target's own failure counts where the body came well. */
  private Future<Void> close(AsyncResult<Void> ended) {
    return target
        .compose(BodyTarget::end)
        .transform(
            closed -> {
              Throwable first = ended.failed() ? ended.cause() : closed.cause();
              return first == null ? Future.succeededFuture() : Future.failedFuture(first);
            });
  }

  private void send(HttpClientRequest connected) {
    connected.exceptionHandler(body::tryFail);
    if (isOver()) {
      connected.reset();
      return;
    }
    request = Optional.of(connected);
    connected.response().onSuccess(this::receive).onFailure(body::tryFail);
    connected.end().onFailure(this::abortNow);
  }

  /**
   * Listens before anything else happens: of a response that breaks while nobody listens, Vert.x
   * neither tells later nor lets anybody listen then.
   */
  private void receive(HttpClientResponse response) {
    response
        .pause()
        .exceptionHandler(body::tryFail)
        .endHandler(unused -> body.tryComplete())
        .handler(data -> take(response, data));
    target = handler.apply(new ResponseHead(response.statusCode(), response.headers()));
    target.onSuccess(unused -> response.resume()).onFailure(this::abortNow);
  }

  private void take(HttpClientResponse response, Buffer data) {
    if (isOver()) {
      return;
    }
    BodyTarget taker = target.result();
    taker.write(data);
    if (taker.isFull() && !isOver()) {
      response.pause();
      taker.whenDrained(response::resume);
    }
  }

  private boolean isOver() {
    return body.future().isComplete();
  }
}
