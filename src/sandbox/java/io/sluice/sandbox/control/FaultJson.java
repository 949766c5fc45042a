package io.sluice.sandbox.control;

import io.sluice.sandbox.wire.Fault;
import io.sluice.sandbox.wire.FaultRule;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** Fault rules as JSON; the package of the sandbox tells which there are. */
final class FaultJson {
  private static final Set<String> RULE_FIELDS =
      Set.of("path", "method", "skip", "times", "probability", "fault");

  /** A kind of fault: which fields of its own it has, and what they make. */
  private record Kind(Set<String> fields, Function<JsonObject, Fault> reader) {}

  private static final Map<String, Kind> KINDS = new TreeMap<>();

  static {
    kind("status", json -> new Fault.Status(status(json), wait(json)), "status,retryAfter");
    kind("maintenance", json -> new Fault.Maintenance(wait(json)), "retryAfter");
    kind("cut", json -> new Fault.Cut(json.getLong("afterBytes", 0L)), "afterBytes");
    kind(
        "stall",
        json -> new Fault.Stall(json.getLong("afterBytes", 0L), millis(json, "pauseMillis")),
        "afterBytes,pauseMillis");
    kind("drip", json -> new Fault.Drip(json.getLong("bytesPerSecond", 1_000L)), "bytesPerSecond");
    kind(
        "truncate", json -> new Fault.Truncate(json.getLong("missingBytes", 100L)), "missingBytes");
    kind(
        "wrongLength",
        json -> new Fault.WrongLength(json.getLong("difference", 100L)),
        "difference");
    kind("corrupt", json -> new Fault.Corrupt(json.getLong("position", 1_000L)), "position");
    kind("changedEtag", json -> new Fault.ChangedEtag(), "");
    kind("ignoreRange", json -> new Fault.IgnoreRange(), "");
    kind(
        "forbiddenAtFirst",
        json -> new Fault.ForbiddenAtFirst(millis(json, "ageMillis")),
        "ageMillis");
    kind("hostileManifest", json -> new Fault.HostileManifest(hostility(json)), "hostility");
    kind("oddJob", json -> new Fault.OddJob(json.getString("status", "cancelling")), "status");
    kind("assorted", json -> new Fault.Assorted(), "");
  }

  private FaultJson() {}

  private static void kind(String name, Function<JsonObject, Fault> reader, String fields) {
    KINDS.put(name, new Kind(Set.of(fields.split(",")), reader));
  }

  /**
   * The rule that the JSON describes.
   *
   * @throws IllegalArgumentException where it describes none; tells what is wrong
   */
  static FaultRule rule(JsonObject json) {
    String path = json.getString("path");
    if (path == null || !path.startsWith("/")) {
      throw new IllegalArgumentException("\"path\" must begin with a slash, such as /s3/**");
    }
    String name = json.getString("fault", "");
    Kind kind = KINDS.get(name);
    if (kind == null) {
      throw new IllegalArgumentException(
          "There is no fault \"" + name + "\"; there are " + KINDS.keySet());
    }
    refuseUnknownFields(json, name, kind);
    return new FaultRule(
        path,
        Optional.ofNullable(json.getString("method")),
        json.getInteger("skip", 0),
        json.getInteger("times", Integer.MAX_VALUE),
        json.getDouble("probability", 1.0),
        kind.reader().apply(json));
  }

  private static void refuseUnknownFields(JsonObject json, String name, Kind kind) {
    Set<String> known = new TreeSet<>(RULE_FIELDS);
    known.addAll(kind.fields());
    known.remove("");
    for (String field : json.fieldNames()) {
      if (!known.contains(field)) {
        throw new IllegalArgumentException(
            "A rule of the fault \"" + name + "\" has no \"" + field + "\"; it has " + known);
      }
    }
  }

  private static Fault.Hostility hostility(JsonObject json) {
    String name = json.getString("hostility", "");
    return Arrays.stream(Fault.Hostility.values())
        .filter(hostility -> lower(hostility).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "\"hostility\" must be one of "
                        + Arrays.stream(Fault.Hostility.values()).map(FaultJson::lower).toList()));
  }

  private static String lower(Fault.Hostility hostility) {
    return hostility.name().toLowerCase(Locale.ROOT);
  }

  private static int status(JsonObject json) {
    return json.getInteger("status", 500);
  }

  private static Optional<String> wait(JsonObject json) {
    return Optional.ofNullable(json.getValue("retryAfter")).map(Object::toString);
  }

  private static Duration millis(JsonObject json, String name) {
    return Duration.ofMillis(json.getLong(name, 1_000L));
  }

  static JsonObject of(FaultRule rule, int hits) {
    return new JsonObject()
        .put("path", rule.path())
        .put("method", rule.method().orElse(null))
        .put("skip", rule.skip())
        .put("times", rule.times())
        .put("probability", rule.probability())
        .put("fault", rule.fault().toString())
        .put("hits", hits);
  }
}
