package io.sluice.store.file;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** Seals what is no row of this version as each version seals its own. */
final class SealedText {
  private SealedText() {}

  /**
   * @param open a JSON object without the brace at its end
   */
  static byte[] sealed(String open) {
    CRC32C checksum = new CRC32C();
    checksum.update(open.getBytes(StandardCharsets.UTF_8));
    String hex = HexFormat.of().toHexDigits((int) checksum.getValue());
    return (open + ",\"crc32c\":\"" + hex + "\"}\n").getBytes(StandardCharsets.UTF_8);
  }
}
