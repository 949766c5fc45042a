package io.sluice.store.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactory.Feature;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.store.Document;
import io.sluice.store.Labels;
import io.sluice.store.Row;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * A row as bytes: one JSON object whose last member is a CRC-32C of every byte before it, so that a
 * cut or a flipped bit anywhere is seen. Formats 1 and 2 had no labels: {@link EarlierFormats}
 * knows where they stand in the document.
 */
final class RowFormat {
  static final int FORMAT = 3;

  private static final int SEAL_LENGTH = seal(new byte[0], 0).length;

  /** Of the document bytes are copied, which another charset would not count. */
  private static final ObjectMapper JSON =
      new ObjectMapper(JsonFactory.builder().disable(Feature.CHARSET_DETECTION).build())
          .registerModules(new Jdk8Module(), new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

  /** Why bytes are not a row. */
  static final class Unreadable extends Exception {
    Unreadable(String reason) {
      super(reason);
    }
  }

  /** A later version wrote the bytes. */
  static final class Newer extends Exception {
    Newer(int format, String writer) {
      super("Sluice %s wrote it in format %d".formatted(writer, format));
    }

    SluiceException refusal(Path directory) {
      return new SluiceException(
          ErrorCode.JOURNAL_FAILED,
          ("%s cannot be taken over: %s, and this version reads formats 1 to %d; start that version"
                  + " again, or name another sluice.data-dir")
              .formatted(directory, getMessage(), FORMAT));
    }
  }

  private final String writer;

  /**
   * @param writer the version of this Sluice
   */
  RowFormat(String writer) {
    this.writer = writer;
  }

  byte[] encode(Row row) {
    byte[] object = object(row);
    int length = object.length - 1; // the closing brace comes with the seal
    byte[] seal = seal(object, length);
    byte[] sealed = Arrays.copyOf(object, length + seal.length);
    System.arraycopy(seal, 0, sealed, length, seal.length);
    return sealed;
  }

  private byte[] object(Row row) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeNumberField("format", FORMAT);
      json.writeStringField("writer", writer);
      json.writeStringField("id", row.id());
      json.writeNumberField("version", row.version());
      json.writeNumberField("fence", row.fence());
      json.writeObjectField("labels", row.labels());
      json.writeArrayFieldStart("parts");
      for (String part : row.parts().stream().sorted().toList()) {
        json.writeString(part);
      }
      json.writeEndArray();
      json.writeFieldName("export");
      json.writeRawValue(new String(row.document().json(), StandardCharsets.UTF_8));
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The row of that id that the bytes hold. */
  static Row decode(String id, byte[] bytes) throws Unreadable, Newer {
    int length = bytes.length - SEAL_LENGTH;
    if (length < 0
        || !Arrays.equals(seal(bytes, length), 0, SEAL_LENGTH, bytes, length, bytes.length)) {
      throw new Unreadable("its checksum does not match: it was cut, changed or is not Sluice's");
    }
    Row row = row(bytes);
    if (!row.id().equals(id)) {
      throw new Unreadable("it belongs to the export \"" + row.id() + "\"");
    }
    return row;
  }

  private static Row row(byte[] bytes) throws Unreadable, Newer {
    try (JsonParser parser = JSON.createParser(bytes)) {
      Members members = new Members(bytes);
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new Unreadable("it holds no export");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        members.read(parser);
      }
      return members.row();
    } catch (IOException e) {
      throw new Unreadable("it is not JSON");
    }
  }

  /** What was read so far; the document stays bytes. */
  private static final class Members {
    private final byte[] bytes;
    private int format;
    private String writer = "of an unknown version";
    private String id = "";
    private long version;
    private long fence;
    private Labels labels;
    private byte[] document;
    private final Set<String> parts = new HashSet<>();

    Members(byte[] bytes) {
      this.bytes = bytes;
    }

    void read(JsonParser parser) throws IOException, Unreadable {
      String name = parser.currentName();
      parser.nextToken();
      if (format > FORMAT && !name.equals("writer")) { // whatever it is
        parser.skipChildren();
        return;
      }
      switch (name) {
        case "format" -> format = parser.getValueAsInt();
        case "writer" -> writer = parser.getValueAsString(writer);
        case "id" -> id = parser.getValueAsString("");
        case "version" -> version = parser.getValueAsLong();
        case "fence" -> fence = parser.getValueAsLong();
        case "parts" -> readParts(parser);
        case "labels" -> readLabels(parser);
        case "export" -> document = object(parser);
        default -> parser.skipChildren();
      }
    }

    /** Those of earlier formats are in the document. */
    private void readLabels(JsonParser parser) throws IOException, Unreadable {
      JsonNode tree = parser.readValueAsTree();
      try {
        if (format == FORMAT) {
          labels = JSON.treeToValue(tree, Labels.class);
        }
      } catch (JsonMappingException e) {
        throw new Unreadable("its labels are not whole");
      }
    }

    private void readParts(JsonParser parser) throws IOException, Unreadable {
      JsonNode names = parser.readValueAsTree();
      for (JsonNode name : names) {
        if (!PartFiles.isName(name.asText())) {
          throw new Unreadable("it names a part \"" + name.asText() + "\"");
        }
        parts.add(name.asText());
      }
    }

    private byte[] object(JsonParser parser) throws IOException, Unreadable {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        throw new Unreadable("it holds no export");
      }
      int start = (int) parser.currentTokenLocation().getByteOffset();
      parser.skipChildren();
      int end = (int) parser.currentLocation().getByteOffset();
      return Arrays.copyOfRange(bytes, start, end);
    }

    Row row() throws IOException, Unreadable, Newer {
      if (format > FORMAT) {
        throw new Newer(format, writer);
      }
      if (format < 1) {
        throw new Unreadable("it names no format");
      }
      if (document == null) {
        throw new Unreadable("it holds no export");
      }
      Labels found =
          format == FORMAT ? labels : EarlierFormats.labels((ObjectNode) JSON.readTree(document));
      if (found == null) {
        throw new Unreadable("it holds no labels");
      }
      return new Row(id, version, fence, found, Document.of(document), parts);
    }
  }

  private static byte[] seal(byte[] bytes, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, length);
    String hex = HexFormat.of().toHexDigits((int) checksum.getValue());
    return (",\"crc32c\":\"" + hex + "\"}\n").getBytes(StandardCharsets.US_ASCII);
  }
}
