package io.sluice;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The independent reader of the files that Sluice makes. */
public final class DuckDb {
  private DuckDb() {}

  /** Runs a query in which {@code FILE} stands for the Parquet file. */
  public static List<List<Object>> query(Path file, String sql) {
    String source = "read_parquet('" + file.toAbsolutePath() + "')";
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql.replace("FILE", source))) {
      List<List<Object>> all = new ArrayList<>();
      while (rows.next()) {
        List<Object> row = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          row.add(rows.getObject(i));
        }
        all.add(row);
      }
      return all;
    } catch (SQLException e) {
      throw new AssertionError("DuckDB refused: " + sql, e);
    }
  }
}
