package io.sluice.parquet.file;

import io.sluice.base.DiskFailure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/** One file out of many: the slices' bytes between magic and footer, then one footer for all. */
public final class StitchedFile {
  private static final int MAGIC = 4;

  private final ParquetOutput file;
  private final Executor digesting;
  private final List<RowGroup> groups = new ArrayList<>();
  private final List<PendingIndex> indexes = new ArrayList<>();
  private final Map<String, KeyValue> metadata = new LinkedHashMap<>();
  private long rows;

  private record PendingIndex(ColumnChunk chunk, OffsetIndex index) {}

  public StitchedFile(ParquetOutput file, Executor digesting) {
    this.file = file;
    this.digesting = digesting;
    file.begin();
  }

  /** Copies the slice behind the earlier ones. */
  public void add(SliceFooter slice) {
    FooterShift shift = new FooterShift(file.position() - MAGIC);
    try (FileChannel source = FileChannel.open(slice.slice(), StandardOpenOption.READ)) {
      file.copy(source, MAGIC, slice.dataEnd() - MAGIC, digesting);
      for (RowGroup group : slice.rowGroups()) {
        RowGroup moved = shift.move(group);
        for (ColumnChunk chunk : moved.getColumns()) {
          if (chunk.isSetOffset_index_offset()) {
            indexes.add(new PendingIndex(chunk, shift.move(offsetIndex(slice, source, chunk))));
          }
        }
        groups.add(moved);
      }
    } catch (IOException e) {
      throw DiskFailure.of("A slice could not be copied", slice.slice(), e);
    }
    List<KeyValue> own = slice.metadata().getKey_value_metadata();
    if (own != null) {
      own.forEach(entry -> metadata.putIfAbsent(entry.getKey(), entry));
    }
    rows += slice.rows();
  }

  private static OffsetIndex offsetIndex(SliceFooter slice, FileChannel source, ColumnChunk chunk)
      throws IOException {
    byte[] bytes =
        SliceFooter.read(source, chunk.getOffset_index_offset(), chunk.getOffset_index_length());
    try {
      return Util.readOffsetIndex(new ByteArrayInputStream(bytes));
    } catch (IOException | RuntimeException e) {
      throw SliceFooter.corrupt(slice.slice(), "a page index cannot be understood", e);
    }
  }

  /** Writes the moved page indexes and returns the footer. */
  public FileMetaData footer(SliceFooter first, String createdBy) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (PendingIndex pending : indexes) {
      out.reset();
      try {
        Util.writeOffsetIndex(pending.index, out);
      } catch (IOException e) {
        throw new UncheckedIOException("memory refused a page index", e);
      }
      pending.chunk.setOffset_index_offset(file.position()).setOffset_index_length(out.size());
      file.write(ByteBuffer.wrap(out.toByteArray()));
    }
    FileMetaData footer =
        new FileMetaData(first.metadata().getVersion(), first.metadata().getSchema(), rows, groups)
            .setCreated_by(createdBy);
    if (!metadata.isEmpty()) {
      footer.setKey_value_metadata(new ArrayList<>(metadata.values()));
    }
    if (first.metadata().isSetColumn_orders()) {
      footer.setColumn_orders(first.metadata().getColumn_orders());
    }
    return footer;
  }
}
