package io.sluice.storage.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** What an answer other than 2xx becomes. */
public final class ErrorAnswers {
  private ErrorAnswers() {}

  public static RuntimeException of(StorageErrors errors, int status, JsonNode body) {
    StorageRequest request = StorageRequest.get(StoragePath.of("jobs", 7L), "show job 7");
    Optional<String> wait = Optional.of(body.path("wait").asText());
    return errors.of(request, status, wait, body);
  }
}
