package io.sluice.sandbox;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** An independent reader of slices. */
final class DuckDb {
  private DuckDb() {}

  /** All rows, each cell as text; null is NULL. */
  static List<List<String>> rows(String sql) throws SQLException {
    try (Connection connection = io.sluice.DuckDb.connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<List<String>> rows = new ArrayList<>();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(result.getString(i));
        }
        rows.add(row);
      }
      return rows;
    }
  }

  static String parquet(List<Path> slices) {
    return "read_parquet(" + list(slices) + ")";
  }

  /** Header-less CSV in Snowflake's dialect, all text: NULL is empty without quotes. */
  static String csv(List<Path> slices, List<String> columns) {
    String types =
        columns.stream()
            .map(column -> "'" + column + "':'VARCHAR'")
            .collect(Collectors.joining(",", "{", "}"));
    return "read_csv("
        + list(slices)
        + ", header=false, auto_detect=false, delim=',', quote='\"', escape='\"',"
        + " allow_quoted_nulls=false, nullstr='', max_line_size=4000000, columns="
        + types
        + ")";
  }

  private static String list(List<Path> slices) {
    return slices.stream().map(path -> "'" + path + "'").collect(Collectors.joining(",", "[", "]"));
  }
}
