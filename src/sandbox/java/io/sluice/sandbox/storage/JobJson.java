package io.sluice.sandbox.storage;

import io.vertx.core.json.JsonObject;
import java.util.Locale;

/** A job as the API shows it (storage-api.md 1.3, 2). */
final class JobJson {
  private JobJson() {}

  /**
   * @param storage the Storage API's address as the caller sees it
   */
  static JsonObject of(Job job, int pollsBeforeTheEnd, String storage) {
    Job.View view = job.view(pollsBeforeTheEnd);
    JsonObject json =
        new JsonObject()
            .put("id", job.id)
            .put("status", view.status().name().toLowerCase(Locale.ROOT))
            .put("url", storage + "/jobs/" + job.id)
            .put("tableId", job.tableId)
            .put("operationName", job.operation)
            .put("operationParams", job.parameters)
            .put("createdTime", Times.text(job.created))
            .put("startTime", view.started().map(Times::text).orElse(null))
            .put("endTime", view.ended().map(Times::text).orElse(null))
            .put("runId", job.runId.isEmpty() ? null : job.runId)
            .put("results", view.outcome().flatMap(Job.Outcome::results).orElse(null))
            .put(
                "creatorToken",
                new JsonObject()
                    .put("id", Long.toString(job.creator.id()))
                    .put("description", job.creator.description()))
            .put("metrics", metrics(view, gzip(job)));
    view.outcome().flatMap(Job.Outcome::error).ifPresent(error -> json.put("error", error));
    return json;
  }

  private static boolean gzip(Job job) {
    return job.parameters.getJsonObject("export", new JsonObject()).getBoolean("gzipOutput", false);
  }

  private static JsonObject metrics(Job.View view, boolean gzip) {
    long outBytes = view.outcome().map(Job.Outcome::outBytes).orElse(0L);
    return new JsonObject()
        .put("inCompressed", false)
        .put("inBytes", 0)
        .put("inBytesUncompressed", 0)
        .put("outCompressed", outBytes > 0 && gzip)
        .put("outBytes", outBytes)
        .put("outBytesUncompressed", 0);
  }
}
