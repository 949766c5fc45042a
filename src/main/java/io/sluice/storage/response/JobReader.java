package io.sluice.storage.response;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.base.UpstreamText;
import io.sluice.storage.Job;
import io.sluice.storage.Job.JobError;
import io.sluice.storage.Job.Status;
import io.sluice.storage.wire.Json;
import io.sluice.storage.wire.StorageErrors;
import java.util.Optional;
import java.util.OptionalLong;
import org.jboss.logging.Logger;

/** A job as the API describes it (storage-api.md 1.3, 2). */
public final class JobReader {
  private static final Logger LOG = Logger.getLogger(JobReader.class);

  private final StorageErrors errors;

  public JobReader(StorageErrors errors) {
    this.errors = errors;
  }

  public Job read(JsonNode json) {
    long id = Json.number(json, "id").orElseThrow(() -> errors.notUnderstood("a job without id"));
    Status status = status(id, Json.text(json, "status").orElse(""));
    JsonNode results = json.path("results");
    OptionalLong file = file(results);
    if (status == Status.SUCCESS && file.isEmpty()) {
      throw errors.notUnderstood("job " + id + " succeeded without naming its file");
    }
    return new Job(
        id,
        status,
        status == Status.SUCCESS ? Optional.of(file.getAsLong()) : Optional.empty(),
        status == Status.ERROR ? Optional.of(error(json)) : Optional.empty());
  }

  /** Older answers name the file beside, not inside of, an object. */
  private static OptionalLong file(JsonNode results) {
    OptionalLong file = Json.number(results.path("file"), "id");
    return file.isPresent() ? file : Json.number(results, "fileId");
  }

  /** The reason is an object's, or plain text. */
  private JobError error(JsonNode json) {
    JsonNode error = json.path("error");
    return new JobError(
        errors.heard(error, "code"),
        errors
            .heard(error, "message")
            .or(() -> errors.heard(json, "error"))
            .orElse(UpstreamText.instead("The job gave no reason")),
        errors.heard(error, "exceptionId"));
  }

  private Status status(long id, String word) {
    return switch (word) {
      case "waiting" -> Status.WAITING;
      case "processing" -> Status.PROCESSING;
      case "success" -> Status.SUCCESS;
      case "error" -> Status.ERROR;
      default -> {
        LOG.warnf(
            "storage job in an unknown status, taken for not ended: job=%d status=%s",
            id, errors.heard(word));
        yield Status.PROCESSING;
      }
    };
  }
}
