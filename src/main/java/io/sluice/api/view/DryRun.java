package io.sluice.api.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What a batch would do. */
@RegisterForReflection
public record DryRun(boolean dryRun, List<Table> tables) {

  /** What would become of a table. */
  public enum Outcome {
    @JsonProperty("new")
    NEW,
    @JsonProperty("under-way")
    UNDER_WAY,
    @JsonProperty("unknown")
    UNKNOWN
  }

  /**
   * One of its tables.
   *
   * @param export the one that is under way with the same request
   * @param rows and {@code bytes}: statistics of the whole table that may lag behind
   * @param problem why it cannot be exported
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Table(
      String table,
      Outcome outcome,
      Optional<String> export,
      OptionalLong rows,
      OptionalLong bytes,
      Optional<String> problem) {}
}
