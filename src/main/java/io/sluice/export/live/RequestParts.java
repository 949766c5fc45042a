package io.sluice.export.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.base.Sha256;
import io.sluice.export.model.Asked;
import io.sluice.export.model.ExportRequest;
import io.sluice.export.model.ExportRequest.OrderBy;
import io.sluice.export.model.ExportRequest.WhereFilter;
import io.sluice.export.model.RequestPart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Takes what is large out of requests, so that it is kept once, and puts it back. */
public final class RequestParts {
  /** Bytes in memory: a list of a hundred names is less, and stays where it is. */
  private static final long LARGE = 8L << 10;

  private static final long TEXT = 56;

  private final ObjectMapper mapper;

  RequestParts(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  /**
   * A request taken apart.
   *
   * @param contents of its parts as JSON, by digest
   */
  public record Apart(Asked asked, Map<String, byte[]> contents) {}

  /** Takes the requests apart; a list that they share is looked at once. */
  List<Apart> apart(List<ExportRequest> requests) {
    Pass pass = new Pass();
    return requests.stream().map(pass::apart).toList();
  }

  /** The request with its parts put back, which are JSON by the names of their fields. */
  ExportRequest together(ExportRequest request, Map<String, byte[]> parts) {
    ObjectNode tree = mapper.valueToTree(request);
    try {
      for (Map.Entry<String, byte[]> part : parts.entrySet()) {
        tree.set(part.getKey(), mapper.readTree(part.getValue()));
      }
      return mapper.treeToValue(tree, ExportRequest.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One look at some requests. */
  private final class Pass {
    private final IdentityHashMap<List<?>, RequestPart> known = new IdentityHashMap<>();
    private final Map<String, byte[]> contents = new HashMap<>();

    Apart apart(ExportRequest request) {
      Map<String, RequestPart> parts = new HashMap<>();
      Map<String, byte[]> mine = new HashMap<>();
      request
          .lists()
          .forEach(
              (field, list) -> {
                if (known.containsKey(list) || weight(list) > LARGE) {
                  RequestPart part = known.computeIfAbsent(list, this::part);
                  parts.put(field, part);
                  mine.put(part.digest(), contents.get(part.digest()));
                }
              });
      return new Apart(new Asked(request.without(parts.keySet()), parts), mine);
    }

    private RequestPart part(List<?> list) {
      try {
        byte[] content = mapper.writeValueAsBytes(list);
        String digest = Sha256.hex(content);
        contents.putIfAbsent(digest, content);
        return new RequestPart(digest, content.length);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static long weight(List<?> list) {
    return list.stream().mapToLong(RequestParts::weight).sum();
  }

  /** About what it takes in memory. */
  private static long weight(Object item) {
    if (item instanceof WhereFilter filter) {
      return weight(filter.column()) + weight(filter.values());
    }
    return TEXT + (item instanceof OrderBy order ? order.column() : (String) item).length();
  }
}
