package io.sluice.storage.wire;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An address below {@code /v2/storage}, made of parts that are percent-encoded, so that no part can
 * end it, climb out of it or add to it. Holds no secret.
 */
public record StoragePath(List<String> segments, Map<String, String> query) {

  /** Throws IllegalArgumentException for a segment that would change the path's shape. */
  public StoragePath {
    segments = List.copyOf(segments);
    query = Map.copyOf(query);
    segments.forEach(StoragePath::check);
    query.values().forEach(StoragePath::checkControls);
  }

  public static StoragePath of(Object... segments) {
    return new StoragePath(List.of(segments).stream().map(Object::toString).toList(), Map.of());
  }

  /** The same path below these segments. */
  public StoragePath below(StoragePath parent) {
    List<String> all = new ArrayList<>(parent.segments);
    all.addAll(segments);
    return new StoragePath(all, query);
  }

  public StoragePath with(String parameter, String value) {
    Map<String, String> more = new LinkedHashMap<>(query);
    more.put(parameter, value);
    return new StoragePath(segments, more);
  }

  /** As it stands in the request line: {@code /buckets/in.c-shop/tables?include=columns}. */
  @Override
  public String toString() {
    String path = segments.stream().map(s -> "/" + encoded(s)).collect(Collectors.joining());
    String parameters =
        query.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
            .collect(Collectors.joining("&"));
    return parameters.isEmpty() ? path : path + "?" + parameters;
  }

  private static void check(String segment) {
    if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
      throw new IllegalArgumentException("no segment of a path: \"" + segment + "\"");
    }
    checkControls(segment);
  }

  /** Encoded they would be legal, yet no id holds one. */
  private static void checkControls(String part) {
    if (part.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("a part of a path holds control characters");
    }
  }

  private static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20").replace("%2C", ",");
  }
}
