package io.sluice.export;

import io.sluice.storage.BucketId;
import io.sluice.storage.Connections;
import io.sluice.storage.Lookups;
import io.sluice.storage.StorageApi;
import io.sluice.storage.Table;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A Storage API at the edge that stands for every connection, as far as no export asks for it. */
public interface OneProject extends Connections, StorageApi {
  @Override
  default Set<String> names() {
    return Set.of("default", "other");
  }

  @Override
  default StorageApi get(String name) {
    return this;
  }

  @Override
  default Lookups lookups(String name) {
    return this;
  }

  @Override
  default Lookups freshLookups(String name) {
    return this;
  }

  @Override
  default String connection() {
    return "default";
  }

  @Override
  default Uni<Project> project() {
    return Uni.createFrom().item(new Project("1", "p", "eu", "snowflake", 10));
  }

  @Override
  default Uni<List<Bucket>> buckets() {
    return Uni.createFrom().item(List.of());
  }

  @Override
  default Uni<List<Table>> tables(Optional<BucketId> bucket) {
    return Uni.createFrom().item(List.of());
  }
}
