package io.sluice.parquet.encode;

import io.sluice.parquet.type.ColumnType;
import io.sluice.parquet.values.ColumnSource;

/** A column of the result and where its values come from. */
public record TargetColumn(String name, ColumnType type, ColumnSource source) {}
