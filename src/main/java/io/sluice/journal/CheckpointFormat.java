package io.sluice.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * A checkpoint as bytes: one JSON object whose last member is a CRC-32C of every byte before it, so
 * that a cut or a flipped bit anywhere is seen.
 */
final class CheckpointFormat {
  private static final int PLAIN = 1;

  /** Names parts: a reader that does not know them must not take the rest for the whole. */
  private static final int WITH_PARTS = 2;

  private static final int SEAL_LENGTH = seal(new byte[0], 0).length;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Why bytes are not a checkpoint. */
  static final class Unreadable extends Exception {
    Unreadable(String reason) {
      super(reason);
    }
  }

  private CheckpointFormat() {}

  static byte[] encode(Checkpoint checkpoint) {
    ObjectNode content = JSON.createObjectNode();
    content.put("format", checkpoint.parts().isEmpty() ? PLAIN : WITH_PARTS);
    content.put("id", checkpoint.id());
    content.put("version", checkpoint.version());
    if (!checkpoint.parts().isEmpty()) {
      checkpoint.parts().stream().sorted().forEach(content.putArray("parts")::add);
    }
    content.set("export", checkpoint.document());
    try {
      byte[] object = JSON.writeValueAsBytes(content);
      int length = object.length - 1; // the closing brace comes with the seal
      byte[] seal = seal(object, length);
      byte[] sealed = Arrays.copyOf(object, length + seal.length);
      System.arraycopy(seal, 0, sealed, length, seal.length);
      return sealed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Checkpoint decode(String id, byte[] bytes) throws Unreadable {
    int length = bytes.length - SEAL_LENGTH;
    if (length < 0
        || !Arrays.equals(seal(bytes, length), 0, SEAL_LENGTH, bytes, length, bytes.length)) {
      throw new Unreadable("its checksum does not match: it was cut, changed or is not Sluice's");
    }
    JsonNode content = parse(bytes);
    int format = content.path("format").asInt();
    if (format != PLAIN && format != WITH_PARTS) {
      throw new Unreadable("its format is " + format + ": another version of Sluice wrote it");
    }
    if (!content.path("id").asText().equals(id)) {
      throw new Unreadable("it belongs to the export \"" + content.path("id").asText() + "\"");
    }
    if (!(content.path("export") instanceof ObjectNode document)) {
      throw new Unreadable("it holds no export");
    }
    return new Checkpoint(id, content.path("version").asLong(), document, parts(content));
  }

  private static Set<String> parts(JsonNode content) throws Unreadable {
    Set<String> parts = new HashSet<>();
    for (JsonNode name : content.path("parts")) {
      if (!PartFiles.isName(name.asText())) {
        throw new Unreadable("it names a part \"" + name.asText() + "\"");
      }
      parts.add(name.asText());
    }
    return parts;
  }

  private static JsonNode parse(byte[] bytes) throws Unreadable {
    try {
      return JSON.readTree(bytes);
    } catch (IOException e) {
      throw new Unreadable("it is not JSON");
    }
  }

  private static byte[] seal(byte[] bytes, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, length);
    String hex = HexFormat.of().toHexDigits((int) checksum.getValue());
    return (",\"crc32c\":\"" + hex + "\"}\n").getBytes(StandardCharsets.US_ASCII);
  }
}
