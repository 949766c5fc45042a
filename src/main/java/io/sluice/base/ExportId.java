package io.sluice.base;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Optional;

/** An export's name, a {@link UuidV7}: the younger export has the greater one. */
@RegisterForReflection
public record ExportId(@JsonValue String value) implements Comparable<ExportId> {
  public ExportId {
    if (!UuidV7.matches(value)) {
      throw unknown(value);
    }
  }

  /** Of an export that is made at that moment. */
  public static ExportId next(Instant now) {
    return new ExportId(UuidV7.next(now));
  }

  /** The export's id; {@code not-found} where the text is none, for no export has such a name. */
  @JsonCreator
  public static ExportId parse(String text) {
    return new ExportId(text);
  }

  /** The export's id; none where the text is none. */
  public static Optional<ExportId> find(String text) {
    return Optional.of(text).filter(UuidV7::matches).map(ExportId::new);
  }

  /** What whoever asks for an export that is not there is told. */
  public static SluiceException unknown(String id) {
    return new SluiceException(
        ErrorCode.NOT_FOUND,
        "There is no export "
            + id
            + "; it may have been removed since it ended. GET /v1/exports lists those that are kept");
  }

  @Override
  public int compareTo(ExportId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
