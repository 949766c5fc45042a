package io.sluice.base;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The file in a data directory that says whose it is: what lies there is swept, so that it must not
 * be somebody's home. Blocks.
 */
final class DataMarker {
  private static final String NAME = ".sluice";
  private static final String TEXT =
      "Sluice keeps its data here and removes what it does not need any more.\n";
  private static final int SHOWN = 3;

  private DataMarker() {}

  /**
   * Refuses a directory that is neither marked nor empty nor an earlier version's, and leaves
   * nothing in it, which the next try would take for a sign of Sluice.
   *
   * @param work may lie in it
   */
  static void check(Path data, Path work) throws IOException {
    if (!Files.isDirectory(data) || Files.exists(data.resolve(NAME))) {
      return;
    }
    List<String> others = others(data, work);
    if (!others.isEmpty() && !isEarlierVersions(data)) {
      throw new SluiceException(
          ErrorCode.DISK_FAILED,
          ("sluice.data-dir=%s holds what Sluice did not put there (%s), and Sluice removes old"
                  + " things in its directory: name one that is new or empty")
              .formatted(data, String.join(", ", others)));
    }
  }

  /** Says whose it is from now on. */
  static void mark(Path data) throws IOException {
    try (FileChannel marker =
        PrivateFiles.open(
            data.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      marker.write(ByteBuffer.wrap(TEXT.getBytes(StandardCharsets.UTF_8)));
    }
  }

  /** It made these three before anything else, and no marker. */
  private static boolean isEarlierVersions(Path data) {
    return Files.isRegularFile(data.resolve(OwnedDirectory.LOCK))
        && Files.isDirectory(data.resolve("exports"))
        && Files.isDirectory(data.resolve("results"));
  }

  /** Some names, without what file systems and volumes put there. */
  private static List<String> others(Path data, Path work) throws IOException {
    List<String> others = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(data)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        boolean ours = name.startsWith(".") || name.equals("lost+found") || work.startsWith(entry);
        if (!ours && others.size() < SHOWN) {
          others.add(UpstreamText.printable(name, 64));
        }
      }
    }
    return others;
  }
}
