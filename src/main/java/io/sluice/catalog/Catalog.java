package io.sluice.catalog;

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

/** What there is to export: connections, their buckets and tables. */
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

  /** The configured names, sorted. */
  public Set<String> connections() {
    return new TreeSet<>(connections.names());
  }

  /** Checks the connection's token. */
  public Uni<Project> project(String connection) {
    return lookups(connection)
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

  public Uni<List<Bucket>> buckets(String connection) {
    return lookups(connection)
        .chain(Lookups::buckets)
        .map(all -> all.stream().map(Catalog::bucket).toList());
  }

  /** The tables of one bucket, or of the whole project. */
  public Uni<List<TableDescription>> tables(String connection, Optional<String> bucket) {
    return lookups(connection)
        .chain(lookups -> lookups.tables(bucket.map(BucketId::new)))
        .map(Catalog::described);
  }

  /** The same as they are now, for a caller who decides by it what to export. */
  public Uni<List<TableDescription>> tablesNow(String connection, Optional<String> bucket) {
    return Uni.createFrom()
        .item(() -> connections.freshLookups(connection))
        .chain(lookups -> lookups.tables(bucket.map(BucketId::new)))
        .map(Catalog::described);
  }

  public Uni<TableDescription> table(String connection, TableId id, OptionalLong branch) {
    return lookups(connection).chain(lookups -> lookups.table(id, branch)).map(Catalog::table);
  }

  private Uni<Lookups> lookups(String connection) {
    return Uni.createFrom().item(() -> connections.lookups(connection));
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
