package io.sluice.sandbox.storage;

import io.sluice.sandbox.unload.UnloadFailure;
import io.sluice.sandbox.wire.ErrorBodies;
import io.vertx.core.json.JsonObject;
import org.jboss.logging.Logger;

/** What a job that failed says of it (storage-api.md 2). */
final class ExportFailures {
  private static final Logger LOG = Logger.getLogger(ExportFailures.class);

  private ExportFailures() {}

  static Job.Outcome outcome(Throwable cause) {
    boolean warehouse = cause instanceof UnloadFailure;
    if (!warehouse) {
      LOG.error("A job failed by a fault of the sandbox itself", cause);
    }
    return Job.Outcome.failure(
        new JsonObject()
            .put("code", warehouse ? "storage.tables.export.failed" : "application")
            .put(
                "message",
                warehouse ? cause.getMessage() : "Application error. Please contact support.")
            .put("exceptionId", ErrorBodies.exceptionId()));
  }
}
