package io.sluice.parquet.plan;

import io.sluice.parquet.encode.ConversionFailure;
import io.sluice.parquet.plan.TypePlan.Column;
import io.sluice.parquet.values.Conversion;
import io.sluice.parquet.values.ConversionChanges;
import io.sluice.parquet.values.ConversionChanges.Change;
import java.util.ArrayList;
import java.util.List;

/** What a caller should know of a result's columns, one sentence for each column and kind. */
public final class MergeWarnings {
  /** More would be read by nobody and kept by everybody. */
  private static final int MOST = 100;

  private MergeWarnings() {}

  /** Of a file that holds what was delivered. */
  public static List<String> of(TypePlan plan) {
    return bounded(kept(plan));
  }

  /**
   * Of a file that was written anew.
   *
   * @param bad the columns that therefore stay as they were scanned
   * @param changes of each column, in the plan's order; none of one that stays
   */
  public static List<String> of(
      TypePlan plan, List<ConversionFailure> bad, List<ConversionChanges> changes) {
    List<String> warnings = new ArrayList<>();
    bad.forEach(value -> warnings.add(unconverted(plan.columns().get(value.column()), value)));
    warnings.addAll(kept(plan));
    for (int i = 0; i < changes.size(); i++) {
      Column column = plan.columns().get(i);
      changes.get(i).all().forEach(change -> warnings.add(changed(column, change)));
    }
    return bounded(warnings);
  }

  private static List<String> bounded(List<String> warnings) {
    if (warnings.size() <= MOST) {
      return warnings;
    }
    List<String> first = new ArrayList<>(warnings.subList(0, MOST));
    first.add("%d more warnings of this kind are left out.".formatted(warnings.size() - MOST));
    return first;
  }

  private static String unconverted(Column column, ConversionFailure bad) {
    return "The column \"%s\" stays %s: row %d holds \"%s\", which is no %s."
        .formatted(
            column.name(), column.scanned().sql(), bad.row(), bad.value(), column.written().sql());
  }

  private static List<String> kept(TypePlan plan) {
    return plan.columns().stream()
        .filter(Column::isKept)
        .map(
            column ->
                "The column \"%s\" stays %s, as it was delivered: %s is declared for it, and not every %s is one."
                    .formatted(
                        column.name(),
                        column.written().sql(),
                        column.declared().sql(),
                        column.written().sql()))
        .toList();
  }

  private static String changed(Column column, Change change) {
    return "The column \"%s\" is %s: %s in %d %s, first in row %d, which held \"%s\". %s"
        .formatted(
            column.name(),
            column.written().sql(),
            what(change.conversion()),
            change.count(),
            change.count() == 1 ? "row" : "rows",
            change.row(),
            change.value(),
            "Ask for types \"source\" to keep what was delivered.");
  }

  private static String what(Conversion conversion) {
    return switch (conversion) {
      case LEADING_ZEROS -> "leading zeros were dropped";
      case CUT_TO_MICROSECONDS -> "a moment was cut to microseconds";
      case INFINITE -> "a number became infinite";
      case ZERO -> "a number became zero";
      case ROUNDED -> "a number was rounded";
      case EXACT, IMPOSSIBLE -> throw new IllegalArgumentException("no change: " + conversion);
    };
  }
}
