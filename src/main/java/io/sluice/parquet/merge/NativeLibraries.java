package io.sluice.parquet.merge;

import com.github.luben.zstd.util.Native;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.arrow.dataset.jni.JniLoader;
import org.jboss.logging.Logger;
import org.xerial.snappy.Snappy;

/**
 * The libraries of Arrow, zstd and snappy. Each unpacks itself (75 MB together) into the temporary
 * directory and asks for the file's removal at the JVM's exit, which a process that is killed never
 * reaches. Here the files go as soon as they are loaded: what is mapped stays usable without a
 * name, and the system frees it with the process however that ends.
 */
final class NativeLibraries {
  private static final Logger LOG = Logger.getLogger(NativeLibraries.class);
  private static final Path MAPS = Path.of("/proc/self/maps");

  private static final Pattern UNPACKED =
      Pattern.compile(
          "jnilib-\\d+\\.tmp|libzstd-jni-[\\d.-]+\\.\\w+|snappy-[\\d.]+-[0-9a-f-]+-\\w+\\.\\w+");

  /** A younger file may be one that another process is about to load. */
  private static final Duration LOADED = Duration.ofMinutes(10);

  private NativeLibraries() {}

  /** Loads them, removes their files and those that processes killed earlier left. Blocks. */
  static void load() {
    List<Runnable> loaders =
        List.of(
            Native::load,
            Snappy::getNativeLibraryVersion,
            JniLoader.get()::ensureLoaded,
            org.apache.arrow.c.jni.JniLoader.get()::ensureLoaded);
    try {
      for (Runnable loader : loaders) {
        loader.run();
        for (Path file : mapped()) {
          Files.deleteIfExists(file);
        }
      }
      sweep(Path.of(System.getProperty("java.io.tmpdir")), Instant.now().minus(LOADED));
    } catch (IOException | SecurityException e) {
      LOG.warnf("Unpacked native libraries stay in the temporary directory: %s", e);
    }
  }

  /** The files that this process has loaded; none where the system does not say. */
  static List<Path> mapped() throws IOException {
    if (!Files.isReadable(MAPS)) {
      return List.of();
    }
    try (Stream<String> lines = Files.lines(MAPS)) {
      return lines
          .filter(line -> line.indexOf('/') > 0)
          .map(line -> Path.of(line.substring(line.indexOf('/'))))
          .distinct()
          .filter(path -> UNPACKED.matcher(path.getFileName().toString()).matches())
          .toList();
    }
  }

  /** Removes such files of this user that are older. */
  static void sweep(Path directory, Instant olderThan) throws IOException {
    UserPrincipal me = owner(directory);
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(
            directory, file -> UNPACKED.matcher(file.getFileName().toString()).matches())) {
      for (Path file : files) {
        remove(file, me, olderThan);
      }
    }
  }

  private static void remove(Path file, UserPrincipal me, Instant olderThan) throws IOException {
    try {
      BasicFileAttributes about =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (about.isRegularFile()
          && about.lastModifiedTime().toInstant().isBefore(olderThan)
          && Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).equals(me)) {
        Files.delete(file);
        LOG.infof("Removed %s, which a killed process left", file);
      }
    } catch (NoSuchFileException e) {
      LOG.debugf("%s went in this moment", file);
    }
  }

  /** Who owns what this process makes there. */
  private static UserPrincipal owner(Path directory) throws IOException {
    Path mine = Files.createTempFile(directory, "sluice-", ".owner");
    try {
      return Files.getOwner(mine);
    } finally {
      Files.delete(mine);
    }
  }
}
