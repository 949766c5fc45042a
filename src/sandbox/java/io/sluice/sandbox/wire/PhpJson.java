package io.sluice.sandbox.wire;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** JSON as PHP writes it: slashes escaped, empty objects as {@code []} (storage-api.md 8, 10). */
public final class PhpJson {
  private PhpJson() {}

  public static String encode(JsonObject json) {
    return escape(json.encode());
  }

  public static String encode(JsonArray json) {
    return escape(json.encode());
  }

  /** What PHP makes of an array with text keys: {@code []} where it is empty. */
  public static Object map(Map<String, ?> entries) {
    if (entries.isEmpty()) {
      return new JsonArray();
    }
    JsonObject json = new JsonObject();
    entries.forEach(json::put);
    return json;
  }

  private static String escape(String json) {
    return json.replace("/", "\\/");
  }
}
