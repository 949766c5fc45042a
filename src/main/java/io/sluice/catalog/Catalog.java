package io.sluice.catalog;

import io.sluice.access.Caller;
import io.sluice.base.TableId;
import io.sluice.storage.BucketId;
import io.sluice.storage.Connections;
import io.sluice.storage.Lookups;
import io.sluice.storage.StorageApi;
import io.sluice.storage.Table;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What there is to export: connections, their buckets and tables. A connection that the caller may
 * not see is {@code unknown-connection}, as one that is not there.
 */
@ApplicationScoped
public class Catalog {
  private final Connections connections;

  public Catalog(Connections connections) {
    this.connections = connections;
  }

  /** What is wrong with a text as a bucket's id; empty where nothing is. */
  public static Optional<String> problemOfBucket(String id) {
    return BucketId.isValid(id) ? Optional.empty() : Optional.of(BucketId.ADVICE);
  }

  /** The names of those that the caller sees, sorted. */
  public Set<String> connections(Caller caller) {
    return connections.names().stream()
        .filter(caller::sees)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Checks the connection's token. */
  public Uni<Project> project(Caller caller, String connection) {
    return lookups(caller, connection)
        .chain(Lookups::project)
        .map(
            project ->
                new Project(
                    project.id(),
                    project.name(),
                    project.region(),
                    project.backend(),
                    project.jobsParallelism()));
  }

  public Uni<List<Bucket>> buckets(Caller caller, String connection) {
    return lookups(caller, connection)
        .chain(Lookups::buckets)
        .map(all -> all.stream().map(Catalog::bucket).toList());
  }

  /** The tables of one bucket, or of the whole project. */
  public Uni<List<TableDescription>> tables(
      Caller caller, String connection, Optional<String> bucket) {
    return lookups(caller, connection)
        .chain(lookups -> lookups.tables(bucket.map(BucketId::new)))
        .map(Catalog::described);
  }

  /** The same as they are now, for a caller who decides by it what to export. */
  public Uni<List<TableDescription>> tablesNow(
      Caller caller, String connection, Optional<String> bucket) {
    return Uni.createFrom()
        .item(() -> connections.freshLookups(seen(caller, connection)))
        .chain(lookups -> lookups.tables(bucket.map(BucketId::new)))
        .map(Catalog::described);
  }

  public Uni<TableDescription> table(
      Caller caller, String connection, TableId id, OptionalLong branch) {
    return lookups(caller, connection)
        .chain(lookups -> lookups.table(id, branch))
        .map(Catalog::table);
  }

  private Uni<Lookups> lookups(Caller caller, String connection) {
    return Uni.createFrom().item(() -> connections.lookups(seen(caller, connection)));
  }

  /** Of the names that the caller does not see, nothing is said, not even that they are there. */
  private String seen(Caller caller, String connection) {
    Set<String> names = connections(caller);
    if (!names.contains(connection)) {
      throw Connections.unknown(connection, names);
    }
    return connection;
  }

  private static List<TableDescription> described(List<Table> tables) {
    return tables.stream().map(Catalog::table).toList();
  }

  private static Bucket bucket(StorageApi.Bucket bucket) {
    return new Bucket(bucket.id(), bucket.stage(), bucket.name(), bucket.description());
  }

  private static TableDescription table(Table table) {
    return new TableDescription(
        table.id(),
        table.name(),
        table.typed(),
        table.primaryKey(),
        table.rowsCount(),
        table.dataSizeBytes(),
        table.lastImportDate(),
        table.columns().stream().map(Catalog::column).toList());
  }

  private static TableDescription.Column column(Table.Column column) {
    return new TableDescription.Column(
        column.name(), column.baseType(), column.type(), column.length(), column.nullable());
  }
}
