package io.sluice.storage;

import io.sluice.base.TableId;
import io.sluice.storage.StorageApi.Bucket;
import io.sluice.storage.StorageApi.Project;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What a project can be asked about itself. Nothing here blocks. */
public interface Lookups {

  Uni<Table> table(TableId table, OptionalLong branch);

  /** Checks the token. */
  Uni<Project> project();

  Uni<List<Bucket>> buckets();

  /** The tables of one bucket, or of the whole project. */
  Uni<List<Table>> tables(Optional<BucketId> bucket);
}
