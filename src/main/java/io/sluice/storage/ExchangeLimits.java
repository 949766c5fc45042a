package io.sluice.storage;

import io.sluice.base.Timekeeper;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.ext.web.client.HttpRequest;
import io.vertx.mutiny.ext.web.client.HttpResponse;
import io.vertx.mutiny.ext.web.codec.BodyCodec;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Bounds a whole exchange in time, and its answer in length. The Web Client's own timeout ends when
 * the answer begins, and its idle timeout never meets a server that sends one byte at a time.
 */
final class ExchangeLimits {
  private final Duration time;
  private final long bytes;
  private final Timekeeper timekeeper;

  ExchangeLimits(Duration time, long bytes, Timekeeper timekeeper) {
    this.time = time;
    this.bytes = bytes;
    this.timekeeper = timekeeper;
  }

  /**
   * The request's answer; a TimeoutException where it is not there in time, {@code
   * storage-protocol} where it is too long. Redirects are not followed.
   *
   * @param send how the request is sent
   */
  Uni<HttpResponse<byte[]>> exchange(
      HttpRequest<Buffer> request, Function<HttpRequest<byte[]>, Uni<HttpResponse<byte[]>>> send) {
    HttpRequest<byte[]> bounded =
        request
            .timeout(Math.max(1, time.toMillis()))
            .followRedirects(false)
            .as(BodyCodec.newInstance(new BoundedBody(bytes)));
    Uni<HttpResponse<byte[]>> over =
        timekeeper
            .sleep(time)
            .chain(() -> Uni.createFrom().failure(new TimeoutException("took over " + time)));
    return Uni.combine().any().of(send.apply(bounded), over);
  }
}
