package io.sluice.cli;

import io.sluice.base.SluiceException;
import io.sluice.base.SluiceException.FieldError;
import java.util.Map;
import java.util.stream.Collectors;

/** Says what is wrong with a request in the words of the command line. */
final class OptionErrors {
  private static final Map<String, String> OPTIONS =
      Map.ofEntries(
          Map.entry("table", "TABLE"),
          Map.entry("connection", "--connection"),
          Map.entry("branch", "--branch"),
          Map.entry("columns", "--columns"),
          Map.entry("whereFilters", "--where"),
          Map.entry("changedSince", "--since"),
          Map.entry("changedUntil", "--until"),
          Map.entry("orderBy", "--order-by"),
          Map.entry("limit", "--limit"),
          Map.entry("fileType", "--type"),
          Map.entry("types", "--types"),
          Map.entry("merge", "--merge"),
          Map.entry("compression", "--compression"));

  private OptionErrors() {}

  /** The failure's detail; where options are wrong, all of them by their names. */
  static String detail(SluiceException failure) {
    return failure.fieldErrors().isEmpty()
        ? failure.getMessage()
        : failure.fieldErrors().stream().map(OptionErrors::line).collect(Collectors.joining("; "));
  }

  /** An item's number is left out: options are told apart by what they say. */
  private static String line(FieldError error) {
    String field = error.pointer().replaceFirst("^/(output/)?", "").replaceFirst("/.*", "");
    return OPTIONS.getOrDefault(field, error.pointer()) + " " + error.detail();
  }
}
