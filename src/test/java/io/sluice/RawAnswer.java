package io.sluice;

import io.netty.buffer.Unpooled;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.nio.charset.StandardCharsets;

/** Characters in place of a response. */
public final class RawAnswer {
  private RawAnswer() {}

  public static void send(HttpServerRequest request, String characters) {
    ((ConnectionBase) request.connection())
        .channel()
        .pipeline()
        .firstContext()
        .writeAndFlush(Unpooled.copiedBuffer(characters, StandardCharsets.US_ASCII))
        .addListener(written -> {});
  }
}
