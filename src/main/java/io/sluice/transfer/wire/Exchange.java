package io.sluice.transfer.wire;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.ext.web.client.impl.ClientPhase;
import io.vertx.ext.web.client.impl.HttpContext;
import io.vertx.ext.web.codec.BodyCodec;
import io.vertx.ext.web.codec.spi.BodyStream;
import java.util.Optional;

/**
 * One request and its response. The Web Client alone can neither be told to abort a request nor
 * lets anybody see the status before the body is on its way; an exchange can and does, as the body
 * codec of its own request that the client's interceptor keeps informed.
 *
 * <p>Lives on one event loop; only {@link #abort} may be called on any thread.
 */
public final class Exchange implements BodyCodec<Void> {
  private final Context context;
  private final Reception reception;
  private HttpClientRequest request;
  private ResponseHead head;
  private Throwable aborted;

  /**
   * An exchange that has not begun.
   *
   * @param context the event loop that the exchange lives on
   */
  public Exchange(Context context, Reception reception) {
    this.context = context;
    this.reception = reception;
  }

  /** Closes the connection unless the exchange is over; whoever waits for it gets the cause. */
  public void abort(Throwable cause) {
    context.runOnContext(unused -> abortNow(cause));
  }

  /** The same, on the exchange's own event loop, before anything else happens there. */
  public void abortNow(Throwable cause) {
    if (aborted == null) {
      aborted = cause;
      if (request != null) {
        request.reset(0, cause);
      }
    }
  }

  /** Why the exchange was aborted; the client itself may tell another consequence of it. */
  public Optional<Throwable> abortCause() {
    return Optional.ofNullable(aborted);
  }

  /** The client's interceptor: each phase of a request whose codec is an exchange. */
  static void intercept(HttpContext<?> http) {
    if (http.request().bodyCodec() instanceof Exchange exchange) {
      exchange.follow(http);
    } else {
      http.next();
    }
  }

  private void follow(HttpContext<?> http) {
    if (http.phase() == ClientPhase.SEND_REQUEST) {
      request = http.clientRequest();
      if (aborted != null) {
        request.reset(0, aborted);
        http.fail(aborted);
        return;
      }
    } else if (http.phase() == ClientPhase.RECEIVE_RESPONSE) {
      HttpClientResponse response = http.clientResponse();
      head = new ResponseHead(response.statusCode(), response.headers());
    }
    http.next();
  }

  /** The client asks where the body goes; the head is known by now. */
  @Override
  public void create(Handler<AsyncResult<BodyStream<Void>>> handler) {
    Future<BodyStream<Void>> stream =
        aborted == null ? reception.receive(head) : Future.failedFuture(aborted);
    stream.onFailure(this::abortNow).onComplete(handler);
  }
}
