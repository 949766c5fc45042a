package io.sluice.storage.connection;

import io.sluice.base.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Tokens as they are configured: what a header can carry, without the space around it. */
final class TokenText {
  /** In bytes; no header takes more. */
  static final int LONGEST = 64 * 1024;

  private static final Pattern GRAMMAR = Pattern.compile("[\\x21-\\x7e]+");

  private TokenText() {}

  static boolean isToken(String text) {
    return GRAMMAR.matcher(text).matches();
  }

  /**
   * The token in a file. Blocks. Throws IOException whose text says what is wrong with the file,
   * without anything of what it holds.
   */
  static Secret inFile(Path path) throws IOException {
    if (!Files.isRegularFile(path)) {
      throw new IOException(Files.exists(path) ? "is no file" : "does not exist");
    }
    String text = new String(bytes(path), StandardCharsets.UTF_8).strip();
    if (text.isEmpty()) {
      throw new IOException("is empty");
    }
    if (!isToken(text)) {
      throw new IOException("holds spaces or characters that no token has");
    }
    return Secret.of(text);
  }

  private static byte[] bytes(Path path) throws IOException {
    byte[] bytes;
    try (InputStream file = Files.newInputStream(path)) {
      bytes = file.readNBytes(LONGEST + 1);
    } catch (IOException notRead) {
      throw new IOException("cannot be read (" + notRead.getClass().getSimpleName() + ")", notRead);
    }
    if (bytes.length > LONGEST) {
      throw new IOException("is longer than 64 KiB");
    }
    return bytes;
  }
}
