package io.sluice.parquet.file;

import io.sluice.base.DiskFailure;
import io.sluice.base.PrivateFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/** Some row groups of a slice as a file of their own: pages copied, and a footer for them alone. */
public final class PortionFile {
  private static final int MAGIC = 0x31524150; // PAR1, little-endian

  private PortionFile() {}

  /** Writes those from the one to before the other, over what may lie there. Blocks. */
  public static void write(SliceFooter slice, int from, int to, Path file) {
    try (FileChannel source = FileChannel.open(slice.slice(), StandardOpenOption.READ);
        FileChannel copy = PrivateFiles.rewrite(file)) {
      write(copy, ints(MAGIC));
      List<RowGroup> groups =
          slice.rowGroups().subList(from, to).stream().map(RowGroup::deepCopy).toList();
      for (RowGroup group : groups) {
        group.unsetFile_offset();
        group.unsetOrdinal();
        for (ColumnChunk chunk : group.getColumns()) {
          copy(chunk, source, copy);
        }
      }
      ByteArrayOutputStream footer = new ByteArrayOutputStream();
      Util.writeFileMetaData(footer(slice, groups), footer);
      write(copy, ByteBuffer.wrap(footer.toByteArray()));
      write(copy, ints(footer.size(), MAGIC));
    } catch (IOException e) {
      throw DiskFailure.of("A portion of a slice could not be copied", slice.slice(), e);
    }
  }

  private static void copy(ColumnChunk chunk, FileChannel from, FileChannel to) throws IOException {
    ColumnMetaData data = chunk.getMeta_data();
    long start = FooterCheck.start(data);
    long end = start + data.getTotal_compressed_size();
    new FooterShift(to.position() - start).move(chunk);
    chunk.unsetColumn_index_offset();
    chunk.unsetColumn_index_length();
    chunk.unsetOffset_index_offset();
    chunk.unsetOffset_index_length();
    data.unsetBloom_filter_offset();
    for (long at = start; at < end; ) {
      at += from.transferTo(at, end - at, to);
    }
  }

  private static FileMetaData footer(SliceFooter slice, List<RowGroup> groups) {
    FileMetaData all = slice.metadata();
    FileMetaData one =
        new FileMetaData(
            all.getVersion(),
            all.getSchema(),
            groups.stream().mapToLong(RowGroup::getNum_rows).sum(),
            groups);
    one.setCreated_by(all.getCreated_by());
    one.setKey_value_metadata(all.getKey_value_metadata());
    one.setColumn_orders(all.getColumn_orders());
    return one;
  }

  private static ByteBuffer ints(int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(values);
    return bytes;
  }

  private static void write(FileChannel to, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      to.write(bytes);
    }
  }
}
