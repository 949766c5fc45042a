package io.sluice.sandbox.unload;

import io.sluice.sandbox.data.SampleColumn;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Util;
import org.xerial.snappy.Snappy;

/**
 * A Parquet file as simple as the format allows: PLAIN values, one page a column chunk, no
 * dictionary, no statistics. Holds one row group in memory.
 */
final class ParquetSlice implements SliceWriter {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  private final CountingOutput out;
  private final CompressionCodec codec;
  private final int rowsPerGroup;
  private final List<ParquetColumn> columns;
  private final List<RowGroup> groups = new ArrayList<>();
  private long rows;
  private int rowsInGroup;

  ParquetSlice(
      OutputStream out,
      Dialect dialect,
      boolean typed,
      List<SampleColumn> columns,
      boolean snappy,
      int rowsPerGroup)
      throws IOException {
    this.out = new CountingOutput(out);
    this.codec = snappy ? CompressionCodec.SNAPPY : CompressionCodec.UNCOMPRESSED;
    this.rowsPerGroup = rowsPerGroup;
    this.columns =
        columns.stream().map(column -> new ParquetColumn(column, typed, dialect)).toList();
    this.out.write(MAGIC);
  }

  @Override
  public void write(String[] cells) throws IOException {
    for (int i = 0; i < cells.length; i++) {
      columns.get(i).add(cells[i]);
    }
    rows++;
    if (++rowsInGroup == rowsPerGroup) {
      endGroup();
    }
  }

  private void endGroup() throws IOException {
    List<ColumnChunk> chunks = new ArrayList<>();
    long bytes = 0;
    for (ParquetColumn column : columns) {
      ColumnChunk chunk = chunk(column);
      bytes += chunk.getMeta_data().getTotal_uncompressed_size();
      chunks.add(chunk);
    }
    groups.add(new RowGroup(chunks, bytes, rowsInGroup));
    rowsInGroup = 0;
  }

  private ColumnChunk chunk(ParquetColumn column) throws IOException {
    long start = out.count();
    byte[] page = column.takePage();
    byte[] stored = codec == CompressionCodec.SNAPPY ? Snappy.compress(page) : page;
    PageHeader header = new PageHeader(PageType.DATA_PAGE, page.length, stored.length);
    header.setData_page_header(
        new DataPageHeader(rowsInGroup, Encoding.PLAIN, Encoding.RLE, Encoding.RLE));
    Util.writePageHeader(header, out);
    long headerBytes = out.count() - start;
    out.write(stored);
    ColumnMetaData meta =
        new ColumnMetaData(
            column.physicalType(),
            List.of(Encoding.PLAIN, Encoding.RLE),
            List.of(column.name()),
            codec,
            rowsInGroup,
            headerBytes + page.length,
            headerBytes + stored.length,
            start);
    ColumnChunk chunk = new ColumnChunk(start);
    chunk.setMeta_data(meta);
    return chunk;
  }

  @Override
  public void close() throws IOException {
    try (out) {
      if (rowsInGroup > 0) {
        endGroup();
      }
      long start = out.count();
      SchemaElement root = new SchemaElement("schema").setNum_children(columns.size());
      List<SchemaElement> schema = new ArrayList<>(List.of(root));
      columns.forEach(column -> schema.add(column.schema()));
      FileMetaData footer = new FileMetaData(1, schema, rows, groups);
      footer.setCreated_by("sluice sandbox");
      Util.writeFileMetaData(footer, out);
      int length = Math.toIntExact(out.count() - start);
      out.write(
          ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(length).array());
      out.write(MAGIC);
    }
  }
}
