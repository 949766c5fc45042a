package io.sluice.storage;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What is asked for where a test wants all of a table. */
final class WholeTable {
  private WholeTable() {}

  static ExportOptions as(FileType fileType) {
    return new ExportOptions(
        fileType,
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        OptionalLong.empty());
  }
}
