package io.sluice.base;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Optional;
import java.util.regex.Pattern;

/** A table's address inside a project: {@code stage.bucket.table} (storage-api.md 8). */
@RegisterForReflection
public record TableId(@JsonValue String value) {
  /** What is wrong with any other text, to be put after its field. */
  public static final String ADVICE =
      "is not a table id; write stage.bucket.table, such as in.c-shop.orders";

  private static final Pattern GRAMMAR =
      Pattern.compile("(in|out|sys)\\.[A-Za-z0-9_-]{1,128}\\.[A-Za-z0-9_-]{1,128}");

  public TableId {
    if (!isValid(value)) {
      throw new SluiceException(ErrorCode.INVALID_REQUEST, "\"" + value + "\" " + ADVICE);
    }
  }

  /** Parses {@code in.c-shop.orders}; anything else is an {@code invalid-request}. */
  @JsonCreator
  public static TableId parse(String text) {
    return new TableId(text);
  }

  /** The table of that id; none where the text is no table's id. */
  public static Optional<TableId> find(String text) {
    return Optional.of(text).filter(TableId::isValid).map(TableId::new);
  }

  private static boolean isValid(String text) {
    return GRAMMAR.matcher(text).matches();
  }

  /** The last part, without stage and bucket. */
  public String name() {
    return value.substring(value.lastIndexOf('.') + 1);
  }

  @Override
  public String toString() {
    return value;
  }
}
