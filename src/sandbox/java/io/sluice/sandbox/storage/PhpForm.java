package io.sluice.sandbox.storage;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A form as PHP reads it (storage-api.md 1): {@code a[0][b]=x} nests, {@code a[]=x} appends, a key
 * that comes again without brackets keeps its last value alone.
 */
final class PhpForm {
  private static final Pattern KEY = Pattern.compile("\\[([^\\]]*)\\]");

  private PhpForm() {}

  static JsonObject decode(Iterable<Map.Entry<String, String>> fields) {
    Map<String, Object> root = new LinkedHashMap<>();
    for (Map.Entry<String, String> field : fields) {
      put(root, path(field.getKey()), field.getValue());
    }
    JsonObject json = new JsonObject();
    root.forEach((name, value) -> json.put(name, json(value)));
    return json;
  }

  private static List<String> path(String key) {
    int bracket = key.indexOf('[');
    List<String> path = new ArrayList<>();
    path.add(bracket < 0 ? key : key.substring(0, bracket));
    if (bracket >= 0) {
      Matcher parts = KEY.matcher(key.substring(bracket));
      while (parts.find()) {
        path.add(parts.group(1));
      }
    }
    return path;
  }

  @SuppressWarnings("unchecked")
  private static void put(Map<String, Object> root, List<String> path, String value) {
    Map<String, Object> level = root;
    for (String part : path.subList(0, path.size() - 1)) {
      Object next = level.get(name(level, part));
      if (!(next instanceof Map)) {
        next = new LinkedHashMap<String, Object>();
        level.put(name(level, part), next);
      }
      level = (Map<String, Object>) next;
    }
    level.put(name(level, path.get(path.size() - 1)), value);
  }

  private static String name(Map<String, Object> level, String part) {
    return part.isEmpty() ? Integer.toString(level.size()) : part;
  }

  /** An array whose keys are 0, 1, 2 … is a list. */
  private static Object json(Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      return value;
    }
    int index = 0;
    boolean list = true;
    for (Object key : map.keySet()) {
      list &= key.equals(Integer.toString(index++));
    }
    if (list) {
      JsonArray array = new JsonArray();
      map.values().forEach(element -> array.add(json(element)));
      return array;
    }
    JsonObject object = new JsonObject();
    map.forEach((key, element) -> object.put((String) key, json(element)));
    return object;
  }
}
