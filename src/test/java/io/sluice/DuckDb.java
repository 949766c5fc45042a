package io.sluice;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.duckdb.DuckDBDriver;

/** The independent reader of the files that Sluice makes. */
public final class DuckDb {
  private DuckDb() {}

  /**
   * A database in memory. Not by DriverManager: it knows the drivers of the class loader alone that
   * asked first, which may be Quarkus's.
   */
  public static Connection connect() throws SQLException {
    return new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
  }

  /** Runs a query in which {@code FILE} stands for the Parquet file. */
  public static List<List<Object>> query(Path file, String sql) {
    String source = "read_parquet('" + file.toAbsolutePath() + "')";
    try (Connection connection = connect();
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
