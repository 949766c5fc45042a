package io.sluice.parquet.encode;

import io.sluice.parquet.file.ResultFile;
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
public final class GroupFile {
  private final ResultFile file;
  private final List<TargetColumn> columns;
  private final CompressionCodec codec;
  private final List<RowGroup> groups = new ArrayList<>();
  private final List<List<Index>> indexes = new ArrayList<>();
  private long rows;

  private record Index(ColumnChunk chunk, ChunkIndex index, long start) {}

  GroupFile(ResultFile file, List<TargetColumn> columns, CompressionCodec codec) {
    this.file = file;
    this.columns = List.copyOf(columns);
    this.codec = codec;
    file.begin();
  }

  void write(List<EncodedChunk> chunks, long groupRows) {
    List<ColumnChunk> written = new ArrayList<>();
    List<Index> groupIndexes = new ArrayList<>();
    long start = file.position();
    long uncompressed = 0;
    for (int i = 0; i < chunks.size(); i++) {
      EncodedChunk chunk = chunks.get(i);
      if (chunk.index().rows() != groupRows) {
        throw new IllegalStateException(
            "column "
                + columns.get(i).name()
                + " has "
                + chunk.index().rows()
                + " rows of "
                + groupRows);
      }
      ColumnChunk column = write(columns.get(i), chunk);
      written.add(column);
      groupIndexes.add(
          new Index(column, chunk.index(), column.getMeta_data().getData_page_offset()));
      uncompressed += chunk.uncompressedBytes();
    }
    indexes.add(groupIndexes);
    groups.add(
        new RowGroup(written, uncompressed, groupRows)
            .setFile_offset(start)
            .setTotal_compressed_size(file.position() - start));
    rows += groupRows;
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
    for (List<Index> group : indexes) {
      for (Index index : group) {
        index.index().columns().ifPresent(found -> writeColumnIndex(found, index.chunk(), out));
      }
    }
    for (List<Index> group : indexes) {
      for (Index index : group) {
        writeOffsetIndex(index, out);
      }
    }
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
