package io.sluice.sandbox.cloud;

import io.sluice.sandbox.wire.Gate;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a request for an object asks for.
 *
 * @param path the whole path, decoded once
 * @param query decoded
 */
record Target(String bucket, String key, String path, Map<String, String> query) {

  /** Path style: {@code /place/bucket/key}. */
  static Target of(RoutingContext context, String place) {
    String below = Gate.path(context).substring(place.length());
    int slash = below.indexOf('/');
    String bucket = UriEncoding.decode(slash < 0 ? below : below.substring(0, slash));
    String key = slash < 0 ? "" : UriEncoding.decode(below.substring(slash + 1));
    return new Target(bucket, key, UriEncoding.decode(context.request().path()), query(context));
  }

  static Map<String, String> query(RoutingContext context) {
    Map<String, String> query = new LinkedHashMap<>();
    String raw = context.request().query();
    if (raw != null && !raw.isEmpty()) {
      for (String pair : raw.split("&", -1)) {
        int equals = pair.indexOf('=');
        query.put(
            UriEncoding.decode(equals < 0 ? pair : pair.substring(0, equals)),
            equals < 0 ? "" : UriEncoding.decode(pair.substring(equals + 1)));
      }
    }
    return query;
  }
}
