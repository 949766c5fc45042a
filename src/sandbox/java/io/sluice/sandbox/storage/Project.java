package io.sluice.sandbox.storage;

import io.sluice.sandbox.cloud.Cloud;
import io.sluice.sandbox.data.SampleTable;
import io.sluice.sandbox.data.SampleTables;
import io.sluice.sandbox.data.TableSnapshot;
import io.sluice.sandbox.unload.Dialect;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** One project: its backend, its cloud, and its tables, which may be written to. */
public final class Project {
  private static final long DEV_BRANCH_OFFSET = 1;

  /** A table's content; the version grows with each write. */
  record Stored(TableSnapshot snapshot, long version) {}

  private final long id;
  private final String name;
  private final String region;
  private final Dialect dialect;
  private final Cloud cloud;
  private final long defaultBranch;

  /** A table that the development branch does not have. */
  static final String NOT_IN_DEV_BRANCH = SampleTables.CUSTOMERS.id();

  private final Map<String, Stored> tables = new ConcurrentHashMap<>();

  Project(long id, String name, String region, Dialect dialect, Cloud cloud) {
    this.id = id;
    this.name = name;
    this.region = region;
    this.dialect = dialect;
    this.cloud = cloud;
    this.defaultBranch = id * 10;
    SampleTables.all()
        .forEach(table -> tables.put(table.id(), new Stored(TableSnapshot.of(table), 1)));
  }

  public long id() {
    return id;
  }

  String name() {
    return name;
  }

  String region() {
    return region;
  }

  Dialect dialect() {
    return dialect;
  }

  String backend() {
    return dialect == Dialect.BIGQUERY ? "bigquery" : "snowflake";
  }

  Cloud cloud() {
    return cloud;
  }

  public long defaultBranch() {
    return defaultBranch;
  }

  /** The id of the one development branch. */
  public long devBranch() {
    return defaultBranch + DEV_BRANCH_OFFSET;
  }

  List<String> buckets() {
    return tables.values().stream()
        .map(stored -> stored.snapshot().table().bucket())
        .distinct()
        .sorted()
        .toList();
  }

  List<Stored> tables() {
    return SampleTables.all().stream().map(SampleTable::id).map(tables::get).toList();
  }

  Optional<Stored> table(String tableId) {
    return Optional.ofNullable(tables.get(tableId));
  }

  /** Adds rows whose import time is now; every cached export of the table is stale from here. */
  public void append(String tableId, long rows) {
    write(tableId, snapshot -> snapshot.append(rows, Instant.now()));
  }

  public void deleteRows(String tableId) {
    write(tableId, TableSnapshot::deleteAll);
  }

  public boolean has(String tableId) {
    return tables.containsKey(tableId);
  }

  /** The table's content as it is now. */
  public TableSnapshot snapshot(String tableId) {
    return tables.get(tableId).snapshot();
  }

  private void write(String tableId, UnaryOperator<TableSnapshot> change) {
    tables.computeIfPresent(
        tableId, (id, old) -> new Stored(change.apply(old.snapshot()), old.version() + 1));
  }
}
