package io.sluice.sandbox.storage;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/** A job's life. Safe for any thread. */
final class Job {
  enum Status {
    WAITING,
    PROCESSING,
    SUCCESS,
    ERROR
  }

  /** What a job comes to; results for success, an error for failure. */
  record Outcome(Optional<JsonObject> results, Optional<JsonObject> error, long outBytes) {
    static Outcome success(JsonObject results, long outBytes) {
      return new Outcome(Optional.of(results), Optional.empty(), outBytes);
    }

    static Outcome failure(JsonObject error) {
      return new Outcome(Optional.empty(), Optional.of(error), 0);
    }
  }

  final long id;
  final Token creator;
  final String tableId;
  final String operation;
  final JsonObject parameters;
  final String runId;
  final Instant created = Instant.now();
  private Status status = Status.WAITING;
  private Instant started;
  private Instant ended;
  private Outcome outcome;
  private int polls;

  Job(
      long id,
      Token creator,
      String tableId,
      String operation,
      JsonObject parameters,
      String runId) {
    this.id = id;
    this.creator = creator;
    this.tableId = tableId;
    this.operation = operation;
    this.parameters = parameters;
    this.runId = runId;
  }

  synchronized void start() {
    status = Status.PROCESSING;
    started = Instant.now();
  }

  synchronized void end(Outcome result) {
    status = result.error().isPresent() ? Status.ERROR : Status.SUCCESS;
    ended = Instant.now();
    outcome = result;
  }

  synchronized void polled() {
    polls++;
  }

  /** As the API shows it, the end hidden until it has been asked for often enough. */
  synchronized View view(int pollsBeforeTheEnd) {
    boolean hidden = outcome != null && polls <= pollsBeforeTheEnd && pollsBeforeTheEnd > 0;
    return new View(
        hidden ? Status.PROCESSING : status,
        Optional.ofNullable(started),
        hidden ? Optional.empty() : Optional.ofNullable(ended),
        hidden ? Optional.empty() : Optional.ofNullable(outcome));
  }

  record View(
      Status status,
      Optional<Instant> started,
      Optional<Instant> ended,
      Optional<Outcome> outcome) {}
}
