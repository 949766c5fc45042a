package io.sluice.sandbox.control;

import io.sluice.sandbox.wire.Fault;
import io.sluice.sandbox.wire.FaultRule;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Fault rules as JSON; the package of the sandbox tells which there are. */
final class FaultJson {
  private FaultJson() {}

  /**
   * The rule that the JSON describes.
   *
   * @throws IllegalArgumentException where it describes none
   */
  static FaultRule rule(JsonObject json) {
    String path = json.getString("path");
    if (path == null || !path.startsWith("/")) {
      throw new IllegalArgumentException("\"path\" must begin with a slash, such as /s3/**");
    }
    return new FaultRule(
        path,
        Optional.ofNullable(json.getString("method")),
        json.getInteger("skip", 0),
        json.getInteger("times", Integer.MAX_VALUE),
        json.getDouble("probability", 1.0),
        fault(json));
  }

  private static Fault fault(JsonObject json) {
    Optional<String> retryAfter = Optional.ofNullable(json.getString("retryAfter"));
    String kind = json.getString("fault", "");
    return switch (kind) {
      case "status" -> new Fault.Status(json.getInteger("status", 500), retryAfter);
      case "maintenance" -> new Fault.Maintenance(retryAfter);
      case "cut" -> new Fault.Cut(json.getLong("afterBytes", 0L));
      case "stall" -> new Fault.Stall(json.getLong("afterBytes", 0L), duration(json, "pause"));
      case "drip" -> new Fault.Drip(json.getLong("bytesPerSecond", 1_000L));
      case "truncate" -> new Fault.Truncate(json.getLong("missingBytes", 100L));
      case "wrongLength" -> new Fault.WrongLength(json.getLong("difference", 100L));
      case "corrupt" -> new Fault.Corrupt(json.getLong("position", 1_000L));
      case "changedEtag" -> new Fault.ChangedEtag();
      case "ignoreRange" -> new Fault.IgnoreRange();
      case "forbiddenAtFirst" -> new Fault.ForbiddenAtFirst(duration(json, "age"));
      case "hostileManifest" ->
          new Fault.HostileManifest(
              Fault.Hostility.valueOf(json.getString("hostility", "").toUpperCase(Locale.ROOT)));
      case "oddJob" -> new Fault.OddJob(json.getString("status", "cancelling"));
      case "assorted" -> new Fault.Assorted();
      default -> throw new IllegalArgumentException("There is no fault \"" + kind + "\"");
    };
  }

  private static Duration duration(JsonObject json, String name) {
    return Duration.ofMillis(json.getLong(name + "Millis", 1_000L));
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
