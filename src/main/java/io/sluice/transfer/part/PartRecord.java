package io.sluice.transfer.part;

import io.sluice.base.PrivateFiles;
import io.sluice.cloud.SliceAddress;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The small file beside a part that lets another process go on with it. It names the object and the
 * positions that are certain. It also names the machine's boot: the bytes are not synced to disk
 * before the slice is complete, so a part from before a crash of the machine is not trusted.
 */
final class PartRecord {
  private static final Logger LOG = Logger.getLogger(PartRecord.class);
  private static final Optional<String> BOOT = boot();

  private PartRecord() {}

  /**
   * Writes down how far the part is; blocks.
   *
   * @param underWay the most bytes of a stream that may not have reached the file yet
   */
  static void save(Part part, long underWay) throws IOException {
    if (BOOT.isEmpty() || part.entityTag().isEmpty()) {
      return;
    }
    Path temporary = part.recordPath().resolveSibling(part.recordPath().getFileName() + ".new");
    synchronized (part.recordLock()) {
      try (FileChannel channel = PrivateFiles.rewrite(temporary);
          Writer writer = Channels.newWriter(channel, StandardCharsets.UTF_8)) {
        write(part, underWay).store(writer, null);
      }
      Files.move(temporary, part.recordPath(), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** The part as it was left, or a new one where nothing trustworthy is there; blocks. */
  static Part load(SliceAddress address, Path target) throws IOException {
    Part part = new Part(address, target);
    if (!Files.exists(part.path())) {
      return part;
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(part.recordPath())) {
      properties.load(reader);
      read(part, properties);
    } catch (NoSuchFileException neverWritten) {
      LOG.debugf("slice=%s has a part without a record: it starts again", address);
    } catch (IOException | IllegalArgumentException broken) {
      LOG.warnf("slice=%s has a part whose record cannot be read: it starts again", address);
    }
    return part;
  }

  private static Properties write(Part part, long underWay) {
    Properties properties = new Properties();
    properties.setProperty("address", part.address().value());
    BOOT.ifPresent(boot -> properties.setProperty("boot", boot));
    part.entityTag().ifPresent(tag -> properties.setProperty("etag", tag));
    part.length().ifPresent(bytes -> properties.setProperty("length", Long.toString(bytes)));
    part.checksums().crc32c().ifPresent(sum -> properties.setProperty("crc32c", sum));
    part.checksums().md5().ifPresent(sum -> properties.setProperty("md5", sum));
    properties.setProperty(
        "regions",
        part.regions().stream()
            .map(r -> r.start() + "-" + r.end() + "@" + r.certain(underWay))
            .collect(Collectors.joining(" ")));
    return properties;
  }

  private static void read(Part part, Properties properties) throws IOException {
    boolean ours =
        part.address().value().equals(properties.getProperty("address"))
            && BOOT.isPresent()
            && BOOT.equals(text(properties, "boot"))
            && properties.containsKey("etag");
    if (!ours) {
      return;
    }
    List<Region> regions =
        Arrays.stream(properties.getProperty("regions", "").split(" ", -1))
            .map(PartRecord::region)
            .toList();
    long furthest =
        regions.stream()
            .filter(region -> region.position() > region.start())
            .mapToLong(Region::position)
            .max()
            .orElse(0);
    if (Files.size(part.path()) >= furthest) {
      OptionalLong length =
          text(properties, "length").stream().mapToLong(Long::parseLong).findFirst();
      Checksums sums = new Checksums(text(properties, "crc32c"), text(properties, "md5"));
      part.resume(text(properties, "etag"), length, sums, regions);
    }
  }

  private static Region region(String text) {
    String[] fields = text.split("[-@]", -1);
    if (fields.length != 3) {
      throw new IllegalArgumentException("not a region: " + text);
    }
    return new Region(
        Long.parseLong(fields[0]), Long.parseLong(fields[1]), Long.parseLong(fields[2]));
  }

  private static Optional<String> text(Properties properties, String key) {
    return Optional.ofNullable(properties.getProperty(key));
  }

  private static Optional<String> boot() {
    try {
      return Optional.of(Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip());
    } catch (IOException notLinux) {
      return Optional.empty();
    }
  }
}
