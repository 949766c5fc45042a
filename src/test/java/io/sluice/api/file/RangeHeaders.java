package io.sluice.api.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.export.model.Result;
import jakarta.ws.rs.core.HttpHeaders;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The headers of a request for a file, as they are read. */
public final class RangeHeaders {
  private RangeHeaders() {}

  /** A part that is asked for lies in the file, whatever the headers say. */
  public static void areRead(HttpHeaders headers) {
    for (long length : new long[] {0, 1, 1_000, Long.MAX_VALUE}) {
      Preconditions conditions = new Preconditions(headers, file(length));
      conditions.hold();
      conditions.sayThatCallerHasIt();
      conditions.range().filter(range -> !range.isEmpty()).ifPresent(range -> isIn(range, length));
    }
  }

  private static void isIn(ByteRange range, long length) {
    assertThat(range.first()).isBetween(0L, length - 1);
    assertThat(range.last()).isBetween(range.first(), length - 1);
    assertThat(range.length()).isPositive();
  }

  private static ResultFile file(long length) {
    Result result =
        new Result(
            1,
            length,
            "ab".repeat(32),
            "cd".repeat(16),
            1,
            "single",
            "",
            List.of(),
            Optional.empty());
    return new ResultFile(
        Path.of("x.parquet"), "x.parquet", Instant.parse("2026-11-01T00:00:00Z"), result);
  }
}
