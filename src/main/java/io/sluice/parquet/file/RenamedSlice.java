package io.sluice.parquet.file;

import io.sluice.base.DiskFailure;
import io.sluice.base.PrivateFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Util;

/**
 * A copy of a slice whose columns have other names where Arrow's scan could not tell them from
 * columns of its own. Lies beside the slice until it is closed.
 */
public final class RenamedSlice implements AutoCloseable {
  private static final Set<String> ARROWS_OWN =
      Set.of("__filename", "__fragment_index", "__batch_index", "__last_in_fragment");
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  private final Path file;
  private final String prefix;

  private RenamedSlice(Path file, String prefix) {
    this.file = file;
    this.prefix = prefix;
  }

  /** Whether a slice with these columns cannot be scanned as it is. */
  public static boolean isNeeded(List<String> columns) {
    return columns.stream().anyMatch(ARROWS_OWN::contains);
  }

  /** Copies the slice; blocks. */
  public static RenamedSlice of(Path slice) {
    SliceFooter footer = SliceFooter.read(slice);
    RenamedSlice renamed =
        new RenamedSlice(
            slice.resolveSibling(slice.getFileName() + ".renamed"), unused(footer.columnNames()));
    try {
      renamed.write(footer);
      return renamed;
    } catch (IOException e) {
      throw DiskFailure.of("A slice could not be copied", slice, e);
    }
  }

  private static String unused(List<String> columns) {
    StringBuilder prefix = new StringBuilder("renamed");
    while (columns.stream().anyMatch(column -> column.startsWith(prefix.toString()))) {
      prefix.append('_');
    }
    return prefix.toString();
  }

  public Path file() {
    return file;
  }

  /** The name in the copy. */
  public String name(String column) {
    return ARROWS_OWN.contains(column) ? prefix + column : column;
  }

  /** Offsets stay right: the pages lie where they lay, and the footer behind them is another. */
  private void write(SliceFooter slice) throws IOException {
    byte[] footer = footer(slice.metadata());
    try (FileChannel source = FileChannel.open(slice.slice(), StandardOpenOption.READ);
        FileChannel copy = PrivateFiles.rewrite(file)) {
      for (long at = 0; at < slice.dataEnd(); ) {
        at += source.transferTo(at, slice.dataEnd() - at, copy);
      }
      ByteBuffer end =
          ByteBuffer.allocate(footer.length + Integer.BYTES + MAGIC.length)
              .order(ByteOrder.LITTLE_ENDIAN)
              .put(footer)
              .putInt(footer.length)
              .put(MAGIC)
              .flip();
      while (end.hasRemaining()) {
        copy.write(end);
      }
    }
  }

  /** What writers note beside the columns, such as Arrow's schema, would name them as before. */
  private byte[] footer(FileMetaData slice) throws IOException {
    FileMetaData renamed = slice.deepCopy();
    renamed.unsetKey_value_metadata();
    List<SchemaElement> columns = renamed.getSchema().subList(1, renamed.getSchema().size());
    columns.forEach(column -> column.setName(name(column.getName())));
    renamed.getRow_groups().stream()
        .flatMap(group -> group.getColumns().stream())
        .map(chunk -> chunk.getMeta_data().getPath_in_schema())
        .forEach(path -> path.replaceAll(this::name));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Util.writeFileMetaData(renamed, bytes);
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw DiskFailure.of("The copy of a slice could not be removed", file, e);
    }
  }
}
