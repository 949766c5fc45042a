package io.sluice.sandbox.wire;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** How every body leaves. */
public final class Reply {
  private Reply() {}

  public static void json(RoutingContext context, int status, JsonObject body) {
    text(context, status, "application/json", Buffer.buffer(PhpJson.encode(body)));
  }

  public static void json(RoutingContext context, int status, JsonArray body) {
    text(context, status, "application/json", Buffer.buffer(PhpJson.encode(body)));
  }

  public static void text(RoutingContext context, int status, String type, Buffer body) {
    context.response().putHeader(HttpHeaders.CONTENT_TYPE, type);
    send(context, status, new Content.Bytes(body), 0, body.length());
  }

  /**
   * Sends a part of the content with this status, marred by the request's fault where it has one.
   * Headers are the caller's, but for Content-Length.
   */
  public static void send(
      RoutingContext context, int status, Content content, long offset, long length) {
    HttpServerResponse response = context.response().setStatusCode(status);
    Optional<Fault> fault = Gate.fault(context);
    if (context.request().method().equals(HttpMethod.HEAD)) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(length)).end();
    } else if (fault.filter(Pace::mars).isPresent()) {
      new MarredBody(context, content, offset, Pace.of(fault.get(), offset, length)).send();
    } else if (content instanceof Content.OnDisk file) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(length));
      response.sendFile(file.path().toString(), offset, length).onFailure(context::fail);
    } else if (content instanceof Content.Bytes bytes) {
      response.end(bytes.buffer().slice((int) offset, (int) (offset + length)));
    }
  }
}
