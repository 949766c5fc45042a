package io.sluice.storage.lookup;

import io.sluice.base.TableId;
import io.sluice.storage.BucketId;
import io.sluice.storage.Lookups;
import io.sluice.storage.StorageApi;
import io.sluice.storage.StorageApi.Bucket;
import io.sluice.storage.StorageApi.Project;
import io.sluice.storage.Table;
import io.sluice.storage.lookup.AnswerCache.Question;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** Equal questions about one project are asked once, few at once, and their answers kept. */
public final class KeptLookups implements Lookups {
  private final String connection;
  private final StorageApi api;
  private final LookupPlaces places;
  private final AnswerCache answers;

  /**
   * Lookups of one connection.
   *
   * @param api has tries and TCP connections of its own, so that no lookup holds up an export
   */
  public KeptLookups(String connection, StorageApi api, LookupPlaces places, AnswerCache answers) {
    this.connection = connection;
    this.api = api;
    this.places = places;
    this.answers = answers;
  }

  @Override
  public Uni<Project> project() {
    return kept(List.of("project"), api::project, AnswerWeight::of);
  }

  @Override
  public Uni<List<Bucket>> buckets() {
    return kept(List.of("buckets"), api::buckets, AnswerWeight::ofBuckets);
  }

  @Override
  public Uni<List<Table>> tables(Optional<BucketId> bucket) {
    return kept(List.of("tables", bucket), () -> api.tables(bucket), AnswerWeight::ofTables);
  }

  @Override
  public Uni<Table> table(TableId table, OptionalLong branch) {
    return kept(List.of("table", table, branch), () -> api.table(table, branch), AnswerWeight::of);
  }

  /** The same questions in the same places, each asked anew. */
  public Lookups fresh() {
    return new Lookups() {
      @Override
      public Uni<Table> table(TableId table, OptionalLong branch) {
        return places.hold(() -> api.table(table, branch));
      }

      @Override
      public Uni<Project> project() {
        return places.hold(api::project);
      }

      @Override
      public Uni<List<Bucket>> buckets() {
        return places.hold(api::buckets);
      }

      @Override
      public Uni<List<Table>> tables(Optional<BucketId> bucket) {
        return places.hold(() -> api.tables(bucket));
      }
    };
  }

  private <T> Uni<T> kept(List<Object> about, Supplier<Uni<T>> ask, ToLongFunction<T> weight) {
    return answers.get(new Question(connection, about), () -> places.hold(ask), weight);
  }
}
