package io.sluice.access;

import io.sluice.base.Secret;
import io.sluice.base.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * An API key's text: {@code slc_}, 256 random bits and a checksum, in letters and digits. Scanners
 * of repositories know it by its beginning, and the checksum tells a key from what looks like one.
 * It is kept as its SHA-256 alone: there is nothing in 256 random bits to guess.
 */
public final class ApiKey {
  private static final String PREFIX = "slc_";
  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int RANDOM = 43;
  private static final int CHECKSUM = 6;
  private static final Pattern GRAMMAR =
      Pattern.compile(PREFIX + "[0-9A-Za-z]{" + (RANDOM + CHECKSUM) + "}");

  private ApiKey() {}

  /** A new one: 43 digits of 62 hold 256 bits. */
  public static Secret create(SecureRandom random) {
    StringBuilder text = new StringBuilder(PREFIX);
    random.ints(RANDOM, 0, DIGITS.length()).forEach(digit -> text.append(DIGITS.charAt(digit)));
    return Secret.of(text + checksum(text.toString()));
  }

  /** Whether a text is a key of ours, configured or not. */
  public static boolean isKey(String text) {
    int end = text.length() - CHECKSUM;
    return GRAMMAR.matcher(text).matches()
        && checksum(text.substring(0, end)).equals(text.substring(end));
  }

  /** Whether a text means to be a key. */
  public static boolean looksLikeKey(String text) {
    return text.startsWith(PREFIX);
  }

  /** What is configured of it, in hex. */
  public static String digest(Secret key) {
    return Sha256.hex(key.reveal().getBytes(StandardCharsets.US_ASCII));
  }

  private static String checksum(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.US_ASCII));
    StringBuilder digits = new StringBuilder();
    long rest = crc.getValue();
    for (int i = 0; i < CHECKSUM; i++) {
      digits.append(DIGITS.charAt((int) (rest % DIGITS.length())));
      rest /= DIGITS.length();
    }
    return digits.toString();
  }
}
