package io.sluice.api.request;

import io.sluice.base.TableId;
import io.sluice.export.model.ExportRequest;
import java.util.List;

/**
 * Exports that are asked for together.
 *
 * @param selection which tables
 * @param shared what they have in common
 * @param digest the same for the same body, however it is spaced
 */
public record BatchRequest(Selection selection, Shared shared, String digest) {

  /** How the tables are named. */
  public sealed interface Selection {}

  /** One by one. */
  public record Tables(List<ExportRequest> requests) implements Selection {}

  /** All that lie in a bucket when the batch is accepted. */
  public record Bucket(String id) implements Selection {}

  /** All whose id starts so when the batch is accepted. */
  public record Prefix(String start) implements Selection {}

  /**
   * What exports of a batch have in common.
   *
   * @param request of no table in particular
   * @param named whether it names the file; else each has its table's name
   */
  public record Shared(ExportRequest request, boolean named) {

    /** What is asked of that table; the lists in it are shared, not copied. */
    public ExportRequest forTable(TableId table) {
      String name = named ? request.output().name() : RequestReader.fileName(table);
      return request.of(table, request.output().named(name));
    }
  }

  /** Whose buckets are looked into. */
  public String connection() {
    return shared.request().connection();
  }
}
