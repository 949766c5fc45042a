package io.sluice.api.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import java.io.IOException;

/**
 * A body as JSON; a name that stands twice or text after the end is refused, not guessed at, and a
 * number keeps all its digits.
 */
final class JsonBody {
  private static final ObjectReader READER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build()
          .readerFor(JsonNode.class);

  private JsonBody() {}

  /** The body; fails with {@code malformed-json}, which names line and column. */
  static JsonNode parse(byte[] body) {
    if (body.length == 0) {
      throw new SluiceException(
          ErrorCode.MALFORMED_JSON,
          "The body is empty; send JSON, such as {\"table\": \"in.c-shop.orders\"}");
    }
    try {
      return READER.readTree(body);
    } catch (StreamConstraintsException e) { // has no location
      throw new SluiceException(
          ErrorCode.MALFORMED_JSON,
          "The body is deeper, or has a longer number, name or text, than is read: "
              + e.getOriginalMessage());
    } catch (JsonProcessingException e) {
      throw new SluiceException(
          ErrorCode.MALFORMED_JSON,
          "The body is not JSON at line %d, column %d: %s"
              .formatted(
                  e.getLocation().getLineNr(),
                  e.getLocation().getColumnNr(),
                  e.getOriginalMessage()));
    } catch (NumberFormatException e) { // of no kind that a parser is said to throw
      throw new SluiceException(
          ErrorCode.MALFORMED_JSON, "The body has a number with a larger exponent than is read");
    } catch (IOException e) {
      throw new SluiceException(
          ErrorCode.MALFORMED_JSON, "The body is not JSON in UTF-8: " + e.getMessage());
    }
  }
}
