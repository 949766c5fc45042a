package io.sluice.store.file;

import io.sluice.store.Row;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/** Rows as bytes, with their seal and without. */
public final class RowBytes {
  private static final Pattern ID = Pattern.compile("\"id\":\"([^\"\\\\]*)\"");
  private static final int SEAL = ",\"crc32c\":\"00000000\"}\n".length();

  private RowBytes() {}

  /** The row, where the bytes are one of whatever id. */
  public static Optional<Row> row(byte[] bytes) {
    Matcher id = ID.matcher(new String(bytes, StandardCharsets.UTF_8));
    try {
      return Optional.of(RowFormat.decode(id.find() ? id.group(1) : "", bytes));
    } catch (RowFormat.Unreadable | RowFormat.Newer refused) {
      return Optional.empty();
    }
  }

  public static byte[] of(Row row) {
    return new RowFormat("1.0.0").encode(row);
  }

  /** Sealed bytes as a JSON object that is not sealed. */
  public static byte[] opened(byte[] sealed) {
    byte[] open = Arrays.copyOf(sealed, sealed.length - SEAL + 1);
    open[open.length - 1] = '}';
    return open;
  }

  /** A JSON object with a seal in place of its last byte, which is its brace. */
  public static byte[] sealed(byte[] open) {
    int length = Math.max(0, open.length - 1);
    CRC32C checksum = new CRC32C();
    checksum.update(open, 0, length);
    byte[] seal =
        ",\"crc32c\":\"%08x\"}\n"
            .formatted(checksum.getValue())
            .getBytes(StandardCharsets.US_ASCII);
    byte[] sealed = Arrays.copyOf(open, length + seal.length);
    System.arraycopy(seal, 0, sealed, length, seal.length);
    return sealed;
  }
}
