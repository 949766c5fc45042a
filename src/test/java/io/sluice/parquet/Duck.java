package io.sluice.parquet;

import io.sluice.DuckDb;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/** DuckDB makes slices and reads results: it shares no code with what is tested. */
public final class Duck implements AutoCloseable {
  private final Connection connection;

  public Duck() {
    try {
      connection = DuckDb.connect();
      run("SET TimeZone = 'UTC'");
      run("SET enable_external_file_cache = false"); // a result's name is used again and again
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  void run(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Writes the query's rows as a Parquet file. */
  public Path parquet(Path file, String query, String options) {
    run("COPY (%s) TO '%s' (FORMAT parquet%s)".formatted(query, file, options));
    return file;
  }

  public Path parquet(Path file, String query) {
    return parquet(file, query, "");
  }

  /** All rows as text, a NULL as {@code null}. */
  List<List<String>> rows(String sql) {
    try (Statement statement = connection.createStatement();
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
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** How many rows there are, each value of them read. */
  public long everyRow(Path file) {
    String sql = "SELECT count(*), bit_xor(hash(r)) FROM read_parquet('%s') r".formatted(file);
    return Long.parseLong(rows(sql).get(0).get(0));
  }

  /** All rows of a file, as text. */
  public List<List<String>> texts(Path file) {
    return rows("SELECT * FROM read_parquet('%s')".formatted(file));
  }

  /** One column of the result, as text. */
  public List<String> column(Path file, String name) {
    return rows("SELECT CAST(\"%s\" AS VARCHAR) FROM '%s'".formatted(name, file)).stream()
        .map(row -> row.get(0))
        .toList();
  }

  /** The file's columns with DuckDB's types. */
  public List<String> types(Path file) {
    return rows("DESCRIBE SELECT * FROM '%s'".formatted(file)).stream()
        .map(row -> row.get(0) + " " + row.get(1))
        .toList();
  }

  /** The number of rows and a hash of each whole column, each value tied to its row's key. */
  public List<String> hashes(String relation, String key) {
    List<String> columns =
        rows("DESCRIBE SELECT * FROM " + relation).stream().map(row -> row.get(0)).toList();
    String hashes =
        columns.stream()
            .map(name -> "bit_xor(hash(\"%s\", \"%s\"))".formatted(key, name))
            .collect(Collectors.joining(", "));
    return rows("SELECT count(*), %s FROM %s".formatted(hashes, relation)).get(0);
  }

  static Path gzip(Path file, String text) {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return file;
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
