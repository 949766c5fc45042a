package io.sluice.parquet.encode;

import io.sluice.parquet.file.ParquetOutput;
import io.sluice.parquet.type.ParquetTypes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.TypeDefinedOrder;
import org.apache.parquet.format.Util;

/** Lays encoded row groups, page indexes and the footer into the file; one call at a time. */
public final class ParquetFileWriter {
  private final ParquetOutput file;
  private final List<TargetColumn> columns;
  private final CompressionCodec codec;
  private final List<RowGroup> groups = new ArrayList<>();
  private final List<Index> indexes = new ArrayList<>();
  private RowGroup group = new RowGroup();
  private long rows;

  private record Index(ColumnChunk chunk, PageIndexBuilder index, long start) {}

  ParquetFileWriter(ParquetOutput file, List<TargetColumn> columns, CompressionCodec codec) {
    this.file = file;
    this.columns = List.copyOf(columns);
    this.codec = codec;
    file.begin();
  }

  /** Columns come in order; the first one begins the row group, the last one ends it. */
  void write(int number, EncodedChunk chunk, long groupRows) {
    if (number == 0) {
      group =
          new RowGroup(new ArrayList<>(), 0, groupRows)
              .setFile_offset(file.position())
              .setTotal_compressed_size(0);
    }
    if (chunk.index().rows() != groupRows) {
      throw new IllegalStateException(
          "column %s has %d rows of %d"
              .formatted(columns.get(number).name(), chunk.index().rows(), groupRows));
    }
    ColumnChunk column = write(columns.get(number), chunk);
    indexes.add(new Index(column, chunk.index(), column.getMeta_data().getData_page_offset()));
    group.addToColumns(column);
    group.setTotal_byte_size(group.getTotal_byte_size() + chunk.uncompressedBytes());
    group.setTotal_compressed_size(file.position() - group.getFile_offset());
    if (number == columns.size() - 1) {
      groups.add(group);
      rows += groupRows;
    }
  }

  private ColumnChunk write(TargetColumn column, EncodedChunk chunk) {
    long start = file.position();
    ColumnMetaData data =
        new ColumnMetaData()
            .setType(ParquetTypes.physical(column.type()))
            .setEncodings(chunk.encodings())
            .setPath_in_schema(List.of(column.name()))
            .setCodec(codec)
            .setNum_values(chunk.index().rows())
            .setTotal_uncompressed_size(chunk.uncompressedBytes())
            .setTotal_compressed_size(chunk.dictionary().size() + chunk.pages().size())
            .setStatistics(chunk.index().statistics())
            .setEncoding_stats(chunk.encodingStats());
    if (chunk.dictionary().size() > 0) {
      data.setDictionary_page_offset(start);
      chunk.dictionary().forEach(file::write);
    }
    data.setData_page_offset(file.position());
    chunk.pages().forEach(file::write);
    return new ColumnChunk(start).setMeta_data(data);
  }

  /** Writes the page indexes, column indexes before offset indexes, and returns the footer. */
  public FileMetaData footer(String createdBy) {
    ByteSink out = new ByteSink(1 << 12);
    for (Index index : indexes) {
      index.index().columns().ifPresent(found -> writeColumnIndex(found, index.chunk(), out));
    }
    indexes.forEach(index -> writeOffsetIndex(index, out));
    List<SchemaElement> schema = new ArrayList<>();
    schema.add(new SchemaElement("schema").setNum_children(columns.size()));
    columns.forEach(column -> schema.add(ParquetTypes.write(column.name(), column.type())));
    List<ColumnOrder> orders = new ArrayList<>();
    columns.forEach(column -> orders.add(ColumnOrder.TYPE_ORDER(new TypeDefinedOrder())));
    return new FileMetaData(2, schema, rows, groups)
        .setColumn_orders(orders)
        .setCreated_by(createdBy);
  }

  private void writeColumnIndex(ColumnIndex index, ColumnChunk chunk, ByteSink out) {
    chunk.setColumn_index_offset(file.position());
    out.clear();
    try {
      Util.writeColumnIndex(index, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    chunk.setColumn_index_length(flush(out));
  }

  private void writeOffsetIndex(Index index, ByteSink out) {
    index.chunk().setOffset_index_offset(file.position());
    out.clear();
    try {
      Util.writeOffsetIndex(index.index().offsets(index.start()), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    index.chunk().setOffset_index_length(flush(out));
  }

  private int flush(ByteSink out) {
    file.write(java.nio.ByteBuffer.wrap(out.array(), 0, out.size()));
    return out.size();
  }
}
