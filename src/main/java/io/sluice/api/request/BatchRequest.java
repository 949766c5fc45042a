package io.sluice.api.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.export.domain.ExportRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Exports that are asked for together.
 *
 * @param selection which tables
 * @param connection whose buckets are looked into
 * @param body as it was sent, checked
 */
public record BatchRequest(Selection selection, String connection, JsonNode body) {

  /** How the tables are named. */
  public sealed interface Selection {}

  /** One by one. */
  public record Tables(List<ExportRequest> requests) implements Selection {}

  /** All that lie in a bucket when the batch is accepted. */
  public record Bucket(String id) implements Selection {}

  /** All whose id starts so when the batch is accepted. */
  public record Prefix(String start) implements Selection {}

  /** The same for the same body, however it is spaced. */
  public String digest() {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(body.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
