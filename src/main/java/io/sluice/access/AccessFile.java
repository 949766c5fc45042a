package io.sluice.access;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** Reads rules from a file of properties. Its methods block. */
final class AccessFile {
  /** In bytes. */
  private static final int LONGEST = 1024 * 1024;

  private AccessFile() {}

  /** The rules; what is wrong with the file is added to the problems. */
  static AccessRules read(Path path, List<String> problems) {
    Properties lines = new Properties();
    List<String> faults = new ArrayList<>();
    AccessRules rules = new AccessRules(new KeyRing(List.of()), new TokenRules(List.of()));
    try {
      lines.load(new StringReader(text(path)));
      rules = AccessRules.of(lines, faults);
    } catch (IOException | IllegalArgumentException unusable) {
      faults.add(reason(path, unusable));
    }
    faults.forEach(fault -> problems.add("sluice.access.file: " + path + ": " + fault));
    return rules;
  }

  private static String text(Path path) throws IOException {
    try (InputStream file = Files.newInputStream(path)) {
      byte[] bytes = file.readNBytes(LONGEST + 1);
      if (bytes.length > LONGEST) {
        throw new IOException("is longer than 1 MiB");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  private static String reason(Path path, Exception unusable) {
    if (!Files.exists(path)) {
      return "does not exist";
    }
    return Files.isRegularFile(path)
        ? "cannot be read (" + unusable.getMessage() + ")"
        : "is no file";
  }
}
