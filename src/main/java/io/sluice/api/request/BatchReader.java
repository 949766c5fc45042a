package io.sluice.api.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.access.Caller;
import io.sluice.api.request.BatchRequest.Bucket;
import io.sluice.api.request.BatchRequest.Prefix;
import io.sluice.api.request.BatchRequest.Selection;
import io.sluice.api.request.BatchRequest.Shared;
import io.sluice.api.request.BatchRequest.Tables;
import io.sluice.base.Sha256;
import io.sluice.base.TableId;
import io.sluice.catalog.Catalog;
import io.sluice.export.model.ExportRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the body of a batch: {@code tables}, {@code bucket} or {@code prefix}, and beside them what
 * each export is to be like. An array alone is taken for {@code tables}.
 */
@ApplicationScoped
public class BatchReader {
  private final RequestReader requests;
  private final RequestLimitsConfig limits;

  public BatchReader(RequestReader requests, RequestLimitsConfig limits) {
    this.requests = requests;
    this.limits = limits;
  }

  /** The batch of a JSON body; fails with {@code invalid-request} or {@code malformed-json}. */
  public BatchRequest read(Caller caller, byte[] body) {
    JsonNode json = JsonBody.parse(body);
    return read(
        caller, json.isArray() ? JsonNodeFactory.instance.objectNode().set("tables", json) : json);
  }

  private BatchRequest read(Caller caller, JsonNode json) {
    FieldErrors errors = new FieldErrors();
    JsonFieldReader fields = JsonFieldReader.of(json, "", errors);
    Optional<String> bucket = fields.text("bucket");
    bucket.flatMap(Catalog::problemOfBucket).ifPresent(why -> fields.wrong("bucket", why));
    Optional<String> prefix = fields.text("prefix");
    Optional<JsonNode> tables = fields.array("tables", limits.batch());
    Shared shared =
        new Shared(
            requests.request(
                caller,
                fields,
                RequestReader.ANY_TABLE,
                RequestReader.plain(RequestReader.ANY_TABLE)),
            json.path("output").hasNonNull("name"));
    int ways = count(bucket) + count(prefix) + count(tables);
    if (ways != 1) {
      errors.add("", "needs one of tables, bucket and prefix, and has " + ways);
    }
    fields.finish();
    Selection selection =
        tables
            .<Selection>map(items -> new Tables(requests(caller, shared, items)))
            .or(() -> bucket.map(Bucket::new))
            .or(() -> prefix.map(Prefix::new))
            .orElseThrow();
    return new BatchRequest(selection, shared, digest(json));
  }

  private List<ExportRequest> requests(Caller caller, Shared shared, JsonNode items) {
    FieldErrors errors = new FieldErrors();
    List<ExportRequest> requests = new ArrayList<>();
    Map<TableId, String> seen = new HashMap<>();
    for (int i = 0; i < items.size(); i++) {
      String pointer = "/tables/" + i;
      int before = errors.count();
      Optional<ExportRequest> request = item(caller, shared, items.get(i), pointer, errors);
      boolean right = errors.count() == before;
      request.ifPresent(
          asked -> {
            String first = seen.putIfAbsent(asked.table(), pointer);
            if (first != null && right) {
              errors.add(pointer, () -> JsonFieldReader.twice(asked.table().value(), first));
            }
            requests.add(asked);
          });
    }
    if (items.isEmpty()) {
      errors.add("/tables", "names no table");
    }
    errors.failIfAny();
    return requests;
  }

  /** The request of one item; none where it names no table, which is noted. */
  private Optional<ExportRequest> item(
      Caller caller, Shared shared, JsonNode item, String pointer, FieldErrors errors) {
    if (item.isTextual()) {
      Optional<TableId> table = TableId.find(item.asText());
      if (table.isEmpty()) {
        errors.add(pointer, TableId.ADVICE);
      }
      return table.map(shared::forTable);
    }
    if (!item.isObject()) {
      errors.add(pointer, "must be a table id or an object with one");
      return Optional.empty();
    }
    JsonFieldReader fields = JsonFieldReader.of(item, pointer, errors);
    Optional<TableId> table = requests.table(fields);
    TableId named = table.orElse(RequestReader.ANY_TABLE);
    ExportRequest request = requests.request(caller, fields, named, shared.forTable(named));
    fields.refuseUnknown();
    return table.map(known -> request);
  }

  /** The same for the same body, however it is spaced. */
  private static String digest(JsonNode body) {
    return Sha256.hex(body.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static int count(Optional<?> part) {
    return part.isPresent() ? 1 : 0;
  }
}
