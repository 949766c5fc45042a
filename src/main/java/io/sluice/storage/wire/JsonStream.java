package io.sluice.storage.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.base.BlockingExecutor;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads answers within bounds. Of a long array one item is a tree at a time, and no tree has more
 * than {@value #MOST_TOKENS} tokens: a short text of brackets would otherwise fill the heap.
 */
public final class JsonStream {
  /** A table of 4,000 columns with the metadata of four providers has about 800,000. */
  static final int MOST_TOKENS = 1_000_000;

  /** Entries of a manifest, tables or buckets of a project. */
  static final int MOST_ITEMS = 200_000;

  /** Shorter answers are read where they arrive, in bytes: below a millisecond. */
  private static final int SHORT = 64 * 1024;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(50)
                  .maxNameLength(5_000)
                  .maxNumberLength(100)
                  .maxStringLength(1_000_000)
                  .build())
          .build();
  private static final ObjectMapper MAPPER = new ObjectMapper(FACTORY);

  private JsonStream() {}

  /** A whole answer as a tree. Throws IOException for what is no JSON, or too much of it. */
  public static JsonNode tree(byte[] json) throws IOException {
    try (JsonParser parser = new CountedTokens(FACTORY.createParser(json))) {
      JsonNode tree = MAPPER.readTree(parser);
      return tree == null ? MAPPER.missingNode() : tree;
    }
  }

  /** What each item of an array means, in order; nothing where the answer is no array. */
  public static <T> List<T> items(byte[] json, Function<JsonNode, T> read) throws IOException {
    try (CountedTokens parser = new CountedTokens(FACTORY.createParser(json))) {
      return parser.nextToken() == JsonToken.START_ARRAY ? items(parser, read) : List.of();
    }
  }

  /**
   * The same of the array in that field of an object; what else the object holds is passed over.
   * Throws IOException where there is no such array.
   */
  public static <T> List<T> items(byte[] json, String field, Function<JsonNode, T> read)
      throws IOException {
    try (CountedTokens parser = new CountedTokens(FACTORY.createParser(json))) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          boolean found = parser.currentName().equals(field);
          if (parser.nextToken() == JsonToken.START_ARRAY && found) {
            return items(parser, read);
          }
          parser.skip();
        }
      }
      throw new StreamConstraintsException("no array " + field);
    }
  }

  /** Does what takes long away from the event loop, and comes back to it. */
  public static <T> Uni<T> understood(byte[] body, Supplier<T> reading) {
    Uni<T> result = Uni.createFrom().item(reading);
    return body == null || body.length <= SHORT
        ? result
        : result
            .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
            .emitOn(BlockingExecutor.callersContext());
  }

  private static <T> List<T> items(CountedTokens parser, Function<JsonNode, T> read)
      throws IOException {
    List<T> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (items.size() == MOST_ITEMS) {
        throw new StreamConstraintsException("more than " + MOST_ITEMS + " items");
      }
      parser.startOver();
      items.add(read.apply(MAPPER.readTree(parser)));
    }
    return items;
  }

  /** Counts what would become nodes of a tree. */
  private static final class CountedTokens extends JsonParserDelegate {
    private int tokens;

    CountedTokens(JsonParser parser) {
      super(parser);
    }

    void startOver() {
      tokens = 0;
    }

    /** Past the children of the current token, which become no nodes. */
    void skip() throws IOException {
      delegate.skipChildren();
    }

    @Override
    public JsonToken nextToken() throws IOException {
      if (++tokens > MOST_TOKENS) {
        throw new StreamConstraintsException("more than " + MOST_TOKENS + " tokens");
      }
      return delegate.nextToken();
    }
  }
}
