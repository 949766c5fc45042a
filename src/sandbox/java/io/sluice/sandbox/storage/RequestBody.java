package io.sluice.sandbox.storage;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** The parameters in a request's body: JSON, or a form as PHP reads it. */
final class RequestBody {
  private RequestBody() {}

  static JsonObject of(RoutingContext context) {
    String type = context.request().getHeader("Content-Type");
    if (type != null && type.startsWith("application/x-www-form-urlencoded")) {
      return PhpForm.decode(context.request().formAttributes());
    }
    String text = context.body().asString();
    // PHP's own client writes an empty array for no parameters.
    if (text == null || text.isBlank() || text.strip().equals("[]")) {
      return new JsonObject();
    }
    try {
      return new JsonObject(text);
    } catch (DecodeException notAnObject) {
      throw StorageError.invalid("Request body is not valid JSON");
    }
  }
}
