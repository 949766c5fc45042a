package io.sluice.cloud;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** RFC 3986 for paths: the unreserved characters and the slash stay, all else is encoded once. */
final class PercentEncoding {
  private static final String KEPT = "-_.~/";
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private PercentEncoding() {}

  static String encodePath(String path) {
    StringBuilder encoded = new StringBuilder(path.length() + 16);
    for (byte unit : path.getBytes(StandardCharsets.UTF_8)) {
      if (kept(unit)) {
        encoded.append((char) unit);
      } else {
        encoded.append('%').append(HEX.toHexDigits(unit));
      }
    }
    return encoded.toString();
  }

  /** The text that was encoded; a plus is a plus. A lone percent sign stays as it is. */
  static String decodePath(String path) {
    byte[] units = path.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream decoded = new ByteArrayOutputStream(units.length);
    for (int i = 0; i < units.length; i++) {
      if (units[i] == '%' && i + 2 < units.length && hex(units[i + 1]) && hex(units[i + 2])) {
        decoded.write(
            HexFormat.fromHexDigit(units[i + 1]) * 16 + HexFormat.fromHexDigit(units[i + 2]));
        i += 2;
      } else {
        decoded.write(units[i]);
      }
    }
    return decoded.toString(StandardCharsets.UTF_8);
  }

  private static boolean hex(byte unit) {
    return HexFormat.isHexDigit(unit);
  }

  private static boolean kept(byte unit) {
    return (unit >= 'a' && unit <= 'z')
        || (unit >= 'A' && unit <= 'Z')
        || (unit >= '0' && unit <= '9')
        || KEPT.indexOf(unit) >= 0;
  }
}
