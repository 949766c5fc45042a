package io.sluice.storage.lookup;

import io.sluice.storage.StorageApi.Bucket;
import io.sluice.storage.StorageApi.Project;
import io.sluice.storage.Table;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** About how many bytes of the heap an answer takes. */
final class AnswerWeight {
  private static final long OF_AN_OBJECT = 200;
  private static final long OF_A_TEXT = 60;

  private AnswerWeight() {}

  static long of(Project project) {
    return OF_AN_OBJECT + text(project.name()) + text(project.region()) + text(project.backend());
  }

  static long ofBuckets(List<Bucket> buckets) {
    return sum(buckets, AnswerWeight::of);
  }

  static long ofTables(List<Table> tables) {
    return sum(tables, AnswerWeight::of);
  }

  static long of(Table table) {
    return OF_AN_OBJECT
        + text(table.id())
        + text(table.name())
        + sum(table.primaryKey(), AnswerWeight::text)
        + sum(table.columns(), AnswerWeight::of);
  }

  private static long of(Bucket bucket) {
    return OF_AN_OBJECT + text(bucket.id()) + text(bucket.name()) + text(bucket.description());
  }

  private static long of(Table.Column column) {
    return OF_AN_OBJECT
        + text(column.name())
        + text(column.baseType())
        + text(column.type())
        + text(column.length());
  }

  private static <T> long sum(List<T> items, ToLongFunction<T> weight) {
    return OF_AN_OBJECT + items.stream().mapToLong(weight).sum();
  }

  private static long text(Optional<String> text) {
    return text.map(AnswerWeight::text).orElse(0L);
  }

  private static long text(String text) {
    return OF_A_TEXT + 2L * text.length();
  }
}
