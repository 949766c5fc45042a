package io.sluice.sandbox.storage;

import io.sluice.sandbox.wire.PhpJson;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.TreeMap;

/** A token as {@code tokens/verify} shows it (storage-api.md 8). */
final class TokenJson {
  private TokenJson() {}

  static JsonObject of(Token token, int jobsParallelism) {
    Project project = token.project();
    Map<String, Object> rights = new TreeMap<>();
    if (token.master()) {
      project.buckets().forEach(bucket -> rights.put(bucket, "manage"));
    } else {
      rights.putAll(token.rights());
    }
    JsonObject owner =
        new JsonObject()
            .put("id", project.id())
            .put("name", project.name())
            .put("region", project.region())
            .put("defaultBackend", project.backend())
            .put("fileStorageProvider", project.cloud().provider())
            .put("features", new JsonArray())
            .put(
                "limits",
                new JsonObject()
                    .put(
                        "storage.jobsParallelism",
                        new JsonObject()
                            .put("name", "storage.jobsParallelism")
                            .put("value", jobsParallelism)))
            .put("hasSnowflake", project.backend().equals("snowflake"))
            .put("hasBigquery", project.backend().equals("bigquery"));
    return new JsonObject()
        .put("id", Long.toString(token.id()))
        .put("description", token.description())
        .put("isMasterToken", token.master())
        .put("canManageBuckets", token.master())
        .put("canReadAllFileUploads", token.master())
        .put("bucketPermissions", PhpJson.map(rights))
        .put("owner", owner);
  }
}
