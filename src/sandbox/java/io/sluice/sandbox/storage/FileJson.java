package io.sluice.sandbox.storage;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/** A file as the API shows it (storage-api.md 3). */
final class FileJson {
  private static final int MAX_AGE_DAYS = 15;

  private FileJson() {}

  static JsonObject of(StorageFile file, String origin, boolean withCredentials) {
    JsonArray runIds = new JsonArray();
    if (!file.runId().isEmpty()) {
      runIds.add(file.runId());
    }
    JsonObject json =
        new JsonObject()
            .put("id", file.id())
            .put("created", Times.text(file.created()))
            .put("isPublic", false)
            .put("isSliced", file.sliced())
            .put("isEncrypted", true)
            .put("name", file.name())
            .put("fileType", file.type().name().toLowerCase(Locale.ROOT))
            .put(
                "url",
                file.project()
                    .cloud()
                    .signedUrl(
                        origin,
                        file.folder().bucket(),
                        file.folder().key() + (file.sliced() ? "manifest" : "")))
            .put("provider", file.project().cloud().provider())
            .put("region", file.project().region())
            .put("sizeBytes", file.sizeBytes())
            .put("tags", new JsonArray().add("table-export"))
            .put("maxAgeDays", MAX_AGE_DAYS)
            .put("runId", file.runId().isEmpty() ? null : file.runId())
            .put("runIds", runIds)
            .put(
                "creatorToken",
                new JsonObject()
                    .put("id", file.creator().id())
                    .put("description", file.creator().description()));
    if (withCredentials) {
      file.project().cloud().addCredentials(json, origin, file.folder());
    }
    return json;
  }
}
