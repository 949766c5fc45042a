package io.sluice.parquet.plan;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.parquet.MergeRequest;
import io.sluice.parquet.MergeRequest.DeclaredColumn;
import io.sluice.parquet.MergeRequest.SliceType;
import io.sluice.parquet.MergeRequest.Types;
import io.sluice.parquet.file.SliceFooter;
import io.sluice.parquet.type.ColumnType;
import io.sluice.parquet.type.ParquetTypes;
import io.sluice.parquet.values.ColumnConversions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.parquet.format.SchemaElement;

/** The columns of the result: what the scan delivers of each and what is written. */
public record TypePlan(List<Column> columns) {
  public TypePlan {
    columns = List.copyOf(columns);
  }

  /**
   * A column of the result.
   *
   * @param scanned as Arrow delivers it, all slices alike
   * @param written as it stands in the result
   * @param declared what was wished for; the same as {@code written} where nothing was
   */
  public record Column(String name, ColumnType scanned, ColumnType written, ColumnType declared) {
    boolean converts() {
      return !scanned.equals(written);
    }

    /** Whether another kind of type was declared, to which there is no way. */
    boolean isKept() {
      return declared.kind() != ColumnType.Kind.TEXT && declared.kind() != written.kind();
    }
  }

  /** Every CSV column is text until it is converted. */
  static TypePlan csv(MergeRequest request) {
    return new TypePlan(
        request.columns().stream()
            .map(column -> converted(column.name(), ColumnType.TEXT, wanted(column, request)))
            .toList());
  }

  /** An export without slices has the declared types, or those that a slice would have had. */
  static TypePlan empty(MergeRequest request) {
    boolean delivered =
        request.types() == Types.SOURCE
            && request.typed()
            && request.fileType() == SliceType.PARQUET;
    return new TypePlan(
        request.columns().stream()
            .map(
                column ->
                    unconverted(
                        column.name(),
                        delivered
                            ? DeclaredTypes.delivered(column, request.dialect())
                            : wanted(column, request)))
            .toList());
  }

  private static Column unconverted(String name, ColumnType type) {
    return new Column(name, type, type, type);
  }

  private static Column converted(String name, ColumnType from, ColumnType to) {
    return new Column(name, from, to, to);
  }

  private static ColumnType wanted(DeclaredColumn column, MergeRequest request) {
    return request.types() == Types.DECLARED
        ? DeclaredTypes.of(column, request.dialect())
        : ColumnType.TEXT;
  }

  /** The widest type of all slices for each column, then the declared one where it fits. */
  static TypePlan parquet(MergeRequest request, List<SliceFooter> footers) {
    Map<String, ColumnType> delivered = new LinkedHashMap<>();
    footers.forEach(footer -> widen(delivered, footer));
    List<Column> columns = new ArrayList<>();
    for (DeclaredColumn column : request.columns()) {
      ColumnType type = delivered.remove(column.name());
      if (type == null) {
        throw corrupt(footers.get(0), "it lacks the column " + column.name());
      }
      columns.add(
          request.types() == Types.DECLARED
              ? cast(column.name(), type, DeclaredTypes.of(column, request.dialect()))
              : unconverted(column.name(), type));
    }
    delivered.forEach((name, type) -> columns.add(unconverted(name, type)));
    return new TypePlan(columns);
  }

  private static void widen(Map<String, ColumnType> delivered, SliceFooter footer) {
    boolean first = delivered.isEmpty();
    Map<String, ColumnType> own = new LinkedHashMap<>();
    footer.columns().forEach(leaf -> own.put(leaf.getName(), read(footer, leaf)));
    if (!first && !own.keySet().equals(delivered.keySet())) {
      throw corrupt(footer, "its columns are not those of the other slices");
    }
    own.forEach(
        (name, type) ->
            delivered.merge(
                name,
                type,
                (a, b) ->
                    a.wider(b)
                        .orElseThrow(
                            () ->
                                corrupt(
                                    footer,
                                    "its column "
                                        + name
                                        + " is "
                                        + b.sql()
                                        + " where earlier slices have "
                                        + a.sql()))));
  }

  private static ColumnType read(SliceFooter footer, SchemaElement leaf) {
    return ParquetTypes.read(leaf)
        .orElseThrow(
            () ->
                new SluiceException(
                    ErrorCode.MERGE_FAILED,
                    "The column "
                        + leaf.getName()
                        + " of "
                        + footer.slice().getFileName()
                        + " is of a type that Sluice cannot rewrite ("
                        + (leaf.isSetType() ? leaf.getType() : "nested")
                        + "). Ask for merge \"stitch\", or for file type \"csv\"."));
  }

  private static Column cast(String name, ColumnType delivered, ColumnType declared) {
    if (delivered.wider(declared).filter(declared::equals).isPresent()) {
      return unconverted(name, declared);
    }
    if (ColumnConversions.convertible(delivered, declared)) {
      return converted(name, delivered, declared);
    }
    ColumnType micros = ColumnType.timestamp(declared.unit(), delivered.utc());
    boolean zoneDiffers =
        declared.kind() == ColumnType.Kind.TIMESTAMP
            && ColumnConversions.convertible(delivered, micros);
    return new Column(name, delivered, zoneDiffers ? micros : delivered, declared);
  }

  private static SluiceException corrupt(SliceFooter footer, String why) {
    return new SluiceException(
        ErrorCode.SLICE_CORRUPT,
        "The slice " + footer.slice().getFileName() + " does not fit the export: " + why + ".");
  }

  /** The same plan with these columns left as they are scanned. */
  public TypePlan without(Set<Integer> conversions) {
    List<Column> kept = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      kept.add(conversions.contains(i) ? unconverted(column.name, column.scanned) : column);
    }
    return new TypePlan(kept);
  }

  public boolean converts() {
    return columns.stream().anyMatch(Column::converts);
  }
}
