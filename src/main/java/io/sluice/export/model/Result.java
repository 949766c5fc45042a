package io.sluice.export.model;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Optional;

/**
 * The finished file.
 *
 * @param merge {@code single}, {@code stitch} or {@code rewrite}
 * @param reason why that one was chosen
 * @param location where the file is; none until it was delivered
 */
@RegisterForReflection
public record Result(
    long rows,
    long bytes,
    String sha256,
    String md5,
    int rowGroups,
    String merge,
    String reason,
    List<Column> columns,
    Optional<String> location) {

  public Result {
    columns = List.copyOf(columns);
  }

  @RegisterForReflection
  public record Column(String name, String type) {}

  Result at(String address) {
    return new Result(
        rows, bytes, sha256, md5, rowGroups, merge, reason, columns, Optional.of(address));
  }
}
