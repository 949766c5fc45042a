package io.sluice.storage.wire;

import io.sluice.base.CollectedBody;
import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.base.Timekeeper;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.ext.web.codec.spi.BodyStream;
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
public final class ExchangeLimits {
  private final Duration time;
  private final long bytes;
  private final String key;
  private final Timekeeper timekeeper;

  /**
   * Limits.
   *
   * @param bytes of an answer, unpacked
   * @param key of the configuration that sets them
   */
  public ExchangeLimits(Duration time, long bytes, String key, Timekeeper timekeeper) {
    this.time = time;
    this.bytes = bytes;
    this.key = key;
    this.timekeeper = timekeeper;
  }

  /**
   * The request's answer; a TimeoutException where it is not there in time, {@code
   * storage-protocol} where it is too long. Redirects are not followed.
   *
   * @param send how the request is sent
   */
  public Uni<HttpResponse<byte[]>> exchange(
      HttpRequest<Buffer> request, Function<HttpRequest<byte[]>, Uni<HttpResponse<byte[]>>> send) {
    io.vertx.ext.web.codec.BodyCodec<byte[]> bounded =
        created -> created.handle(Future.succeededFuture(boundedBody()));
    HttpRequest<byte[]> limited =
        request
            .timeout(Math.max(1, time.toMillis()))
            .followRedirects(false)
            .as(BodyCodec.newInstance(bounded));
    Uni<HttpResponse<byte[]>> over =
        timekeeper
            .sleep(time)
            .chain(() -> Uni.createFrom().failure(new TimeoutException("took over " + time)));
    return Uni.combine().any().of(send.apply(limited), over);
  }

  private BodyStream<byte[]> boundedBody() {
    return new CollectedBody<>(
        bytes, beginning -> tooLong(), body -> Future.succeededFuture(body.getBytes()));
  }

  private SluiceException tooLong() {
    return new SluiceException(
        ErrorCode.STORAGE_PROTOCOL,
        "An answer was longer than the " + bytes + " bytes that " + key + " allows");
  }
}
