package io.sluice.export.model;

import java.util.Map;

/**
 * A request as exports hold it: what is large in it is kept in the journal and stands here by its
 * digest. Equal requests are equal here too.
 *
 * @param request in which those fields are empty
 * @param parts the large fields, by name
 */
public record Asked(ExportRequest request, Map<String, RequestPart> parts) {
  public Asked {
    parts = Map.copyOf(parts);
  }
}
