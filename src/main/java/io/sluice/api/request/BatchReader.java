package io.sluice.api.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.api.request.BatchRequest.Bucket;
import io.sluice.api.request.BatchRequest.Prefix;
import io.sluice.api.request.BatchRequest.Selection;
import io.sluice.api.request.BatchRequest.Tables;
import io.sluice.base.SluiceException.FieldError;
import io.sluice.export.Discovery;
import io.sluice.export.domain.ExportRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the body of a batch: {@code tables}, {@code bucket} or {@code prefix}, and beside them what
 * each export is to be like. An array alone is taken for {@code tables}.
 */
@ApplicationScoped
public class BatchReader {
  private static final String ANY_TABLE = "in.c-any.any";

  private final RequestReader requests;
  private final Limits limits;

  public BatchReader(RequestReader requests, Limits limits) {
    this.requests = requests;
    this.limits = limits;
  }

  /** The batch of a JSON body; fails with {@code invalid-request} or {@code malformed-json}. */
  public BatchRequest read(byte[] body) {
    JsonNode json = JsonBody.parse(body);
    return read(json.isArray() ? JsonNodeFactory.instance.objectNode().set("tables", json) : json);
  }

  private BatchRequest read(JsonNode json) {
    List<FieldError> errors = new ArrayList<>();
    Fields fields = Fields.of(json, "", errors);
    Optional<String> bucket = fields.text("bucket");
    bucket.flatMap(Discovery::problemOfBucket).ifPresent(why -> fields.wrong("bucket", why));
    Optional<String> prefix = fields.text("prefix");
    Optional<JsonNode> tables = fields.array("tables", limits.batch());
    ExportRequest defaults = requests.request(fields, ANY_TABLE);
    int ways = count(bucket) + count(prefix) + count(tables);
    if (ways != 1) {
      errors.add(new FieldError("", "needs one of tables, bucket and prefix, and has " + ways));
    }
    fields.finish();
    Selection selection =
        tables
            .<Selection>map(items -> new Tables(requests(json, items)))
            .or(() -> bucket.map(Bucket::new))
            .or(() -> prefix.map(Prefix::new))
            .orElseThrow();
    return new BatchRequest(selection, defaults.connection(), json);
  }

  /** What the defaults ask of a table that a bucket or a prefix turned out to mean. */
  public ExportRequest forTable(BatchRequest batch, String table) {
    return requests.request(Fields.of(defaults(batch.body())), table);
  }

  private List<ExportRequest> requests(JsonNode body, JsonNode items) {
    List<FieldError> errors = new ArrayList<>();
    List<ExportRequest> requests = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < items.size(); i++) {
      String pointer = "/tables/" + i;
      ExportRequest request = item(defaults(body), items.get(i), pointer, errors);
      if (!seen.add(request.table())) {
        errors.add(new FieldError(pointer, "\"" + request.table() + "\" stands there twice"));
      }
      requests.add(request);
    }
    if (requests.isEmpty()) {
      errors.add(new FieldError("/tables", "names no table"));
    }
    Fields.failIfWrong(errors);
    return requests;
  }

  private ExportRequest item(
      ObjectNode defaults, JsonNode item, String pointer, List<FieldError> errors) {
    if (item.isTextual()) {
      if (!RequestReader.isTable(item.asText())) {
        errors.add(new FieldError(pointer, RequestReader.TABLE_ADVICE));
      }
      return requests.request(Fields.of(defaults, pointer, new ArrayList<>()), item.asText());
    }
    if (!item.isObject()) {
      errors.add(new FieldError(pointer, "must be a table id or an object with one"));
      return requests.request(Fields.of(defaults), ANY_TABLE + errors.size());
    }
    ObjectNode merged = defaults.setAll((ObjectNode) item);
    Fields fields = Fields.of(merged, pointer, errors);
    ExportRequest request = requests.request(fields);
    fields.refuseUnknown();
    return request;
  }

  private static ObjectNode defaults(JsonNode body) {
    ObjectNode defaults = body.deepCopy();
    return defaults.remove(List.of("tables", "bucket", "prefix"));
  }

  private static int count(Optional<?> part) {
    return part.isPresent() ? 1 : 0;
  }
}
