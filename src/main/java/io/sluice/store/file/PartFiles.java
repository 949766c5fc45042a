package io.sluice.store.file;

import io.sluice.base.DurableFiles;
import io.sluice.base.Sha256;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What rows leave out, in a file for each content, named by its SHA-256, and which rows name it.
 * Everything here blocks, on one thread at a time.
 */
final class PartFiles {
  private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}");
  private static final String TEMPORARY = ".tmp";

  private final Path directory;
  private final DurableFiles disk;
  private final Map<String, Set<String>> users = new HashMap<>();
  private final Map<String, Set<String>> named = new HashMap<>();

  PartFiles(Path directory, DurableFiles disk) {
    this.directory = directory;
    this.disk = disk;
  }

  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** Writes what is not there yet; durable before the row that names it is begun. */
  void write(Map<String, byte[]> parts) throws IOException {
    for (Map.Entry<String, byte[]> part : parts.entrySet()) {
      Path file = directory.resolve(part.getKey());
      if (!Files.exists(file)) {
        Path temporary = directory.resolve(part.getKey() + TEMPORARY);
        disk.write(temporary, part.getValue());
        disk.sync(temporary);
        disk.rename(temporary, file);
        disk.sync(directory);
      }
    }
  }

  byte[] read(String name) throws IOException {
    byte[] bytes = Files.readAllBytes(directory.resolve(name));
    if (!Sha256.hex(bytes).equals(name)) {
      throw new IOException("its checksum does not match: it was cut or changed");
    }
    return bytes;
  }

  /** Notes that the row of that id names them. */
  void use(String id, Set<String> names) {
    for (String name : names) {
      users.computeIfAbsent(name, part -> new HashSet<>()).add(id);
      named.computeIfAbsent(id, row -> new HashSet<>()).add(name);
    }
  }

  /** The row of that id is gone for good: so is what it alone named. */
  void release(String id) throws IOException {
    for (String name : Set.copyOf(named.getOrDefault(id, Set.of()))) {
      Set<String> ids = users.get(name);
      if (ids.equals(Set.of(id))) { // forgotten once it is gone: a disk may refuse this
        deleteWhole(name);
        users.remove(name);
      }
      ids.remove(id);
      named.get(id).remove(name);
    }
    named.remove(id);
  }

  private void deleteWhole(String name) throws IOException {
    Path temporary = directory.resolve(name + TEMPORARY);
    if (Files.exists(temporary)) { // the disk refused to write it
      disk.delete(temporary);
    }
    disk.delete(directory.resolve(name));
  }

  /** Removes what no row names: a crash came between the two. */
  void sweep() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        String part = name.endsWith(TEMPORARY) ? name.substring(0, name.length() - 4) : name;
        boolean ours = isName(part) && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
        if (ours && (!users.containsKey(part) || !part.equals(name))) {
          disk.delete(file);
        }
      }
    }
  }
}
