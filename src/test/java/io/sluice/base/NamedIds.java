package io.sluice.base;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** Ids of exports that stand for short names, and sort as those do. */
public final class NamedIds {
  private static final int HALF = 6;

  private NamedIds() {}

  /**
   * The id of that name.
   *
   * @param name at most 12 ASCII characters
   */
  public static ExportId id(String name) {
    byte[] padded = Arrays.copyOf(name.getBytes(StandardCharsets.US_ASCII), 2 * HALF);
    String hex = HexFormat.of().formatHex(padded);
    return ExportId.parse(
        "%s-%s-7000-8000-%s"
            .formatted(hex.substring(0, 8), hex.substring(8, 12), hex.substring(12)));
  }

  /** The name that the id stands for. */
  public static String name(ExportId id) {
    String hex = id.value().replace("-7000-8000-", "").replace("-", "");
    return new String(HexFormat.of().parseHex(hex), StandardCharsets.US_ASCII).replace("\0", "");
  }
}
