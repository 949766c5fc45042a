package io.sluice.store.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.store.Labels;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where the documents of formats 1 and 2, which never change any more, hold what rows are found by.
 * How requests were told to be equal they do not say: a row has no digest until it is saved again.
 */
final class EarlierFormats {
  private static final Set<String> ENDED = Set.of("succeeded", "failed", "cancelled");

  private EarlierFormats() {}

  static Labels labels(ObjectNode document) throws RowFormat.Unreadable {
    try {
      String state = document.at("/state/state").asText();
      Instant createdAt = Instant.parse(document.at("/createdAt").asText());
      return new Labels(
          state,
          createdAt,
          ENDED.contains(state) ? Optional.of(lastPhase(document, createdAt)) : Optional.empty(),
          document.at("/request/connection").asText(),
          document.at("/request/table").asText(),
          Optional.empty(),
          keys(document.at("/submission")),
          "",
          texts(document.at("/submission/batch/id")));
    } catch (DateTimeException e) {
      throw new RowFormat.Unreadable("it does not say when it was made");
    }
  }

  private static Instant lastPhase(ObjectNode document, Instant createdAt) {
    JsonNode phases = document.path("phases");
    JsonNode at = phases.path(phases.size() - 1).path("at");
    return at.isTextual() ? Instant.parse(at.asText()) : createdAt;
  }

  private static Map<String, String> keys(JsonNode submission) {
    JsonNode key = submission.path("idempotencyKey");
    return key.isTextual() ? Map.of(key.asText(), submission.at("/batch/id").asText()) : Map.of();
  }

  private static Set<String> texts(JsonNode text) {
    return text.isTextual() ? Set.of(text.asText()) : Set.of();
  }
}
