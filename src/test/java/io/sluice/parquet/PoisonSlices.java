package io.sluice.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;

/** Small Parquet files, valid by the letter of the format, that decode to gigabytes. */
final class PoisonSlices {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  private final ByteArrayOutputStream file = new ByteArrayOutputStream();
  private final List<SchemaElement> schema = new ArrayList<>();
  private final List<RowGroup> groups = new ArrayList<>();
  private final int rows;
  private List<ColumnChunk> chunks = new ArrayList<>();
  private Consumer<PageHeader> lie = header -> {};
  private Consumer<FileMetaData> footerLie = footer -> {};

  /**
   * @param rows of each row group
   */
  PoisonSlices(int rows) {
    this.rows = rows;
    file.writeBytes(MAGIC);
    schema.add(new SchemaElement("root"));
  }

  /** Changes the headers of the pages that follow. */
  PoisonSlices lying(Consumer<PageHeader> other) {
    lie = other;
    return this;
  }

  /** Changes the footer before it is written. */
  PoisonSlices lyingInTheFooter(Consumer<FileMetaData> other) {
    footerLie = other;
    return this;
  }

  /** A column of texts, all of them the dictionary's one value. */
  PoisonSlices texts(String name, byte[] value) {
    element(name, Type.BYTE_ARRAY).setConverted_type(ConvertedType.UTF8);
    chunk(name, Type.BYTE_ARRAY, zstd(prefixed(value)), prefixed(value).length, oneIndex());
    return this;
  }

  /** A column of numbers, all of them 7, by a dictionary of that one. */
  PoisonSlices numbers(String name) {
    element(name, Type.INT64);
    byte[] seven = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(7).array();
    chunk(name, Type.INT64, zstd(seven), 8, oneIndex());
    return this;
  }

  /** A column with one plain page that holds one text of so many zero bytes. */
  PoisonSlices oneText(String name, int length) {
    element(name, Type.BYTE_ARRAY).setConverted_type(ConvertedType.UTF8);
    long start = file.size();
    page(dataPage(Encoding.PLAIN), zeros(length), 4 + length);
    chunks.add(chunk(name, Type.BYTE_ARRAY, start, 0, file.size() - start, 4L + length));
    return this;
  }

  /** What follows belongs to another row group with the same columns. */
  PoisonSlices nextGroup() {
    endGroup();
    return this;
  }

  Path write(Path path) {
    endGroup();
    int start = file.size();
    schema.get(0).setNum_children(groups.get(0).getColumns().size());
    FileMetaData footer =
        new FileMetaData(
            1,
            schema.subList(0, 1 + groups.get(0).getColumns().size()),
            (long) rows * groups.size(),
            groups);
    footerLie.accept(footer);
    thrift(() -> Util.writeFileMetaData(footer, file));
    int length = file.size() - start;
    file.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(length).array());
    file.writeBytes(MAGIC);
    try {
      return Files.write(path, file.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] text(int length) {
    byte[] text = new byte[length];
    Arrays.fill(text, (byte) 'a');
    return text;
  }

  private void endGroup() {
    long bytes =
        chunks.stream().mapToLong(c -> c.getMeta_data().getTotal_uncompressed_size()).sum();
    groups.add(new RowGroup(chunks, bytes, rows));
    chunks = new ArrayList<>();
  }

  private SchemaElement element(String name, Type type) {
    SchemaElement element =
        new SchemaElement(name).setType(type).setRepetition_type(FieldRepetitionType.REQUIRED);
    schema.add(element);
    return element;
  }

  private void chunk(String name, Type type, byte[] dictionary, int size, byte[] indices) {
    long start = file.size();
    PageHeader header =
        new PageHeader(PageType.DICTIONARY_PAGE, size, dictionary.length)
            .setDictionary_page_header(new DictionaryPageHeader(1, Encoding.PLAIN));
    page(header, dictionary, size);
    long data = file.size();
    page(dataPage(Encoding.RLE_DICTIONARY), zstd(indices), indices.length);
    ColumnChunk chunk =
        chunk(name, type, data, start, file.size() - start, (long) size + indices.length);
    chunks.add(chunk);
  }

  private PageHeader dataPage(Encoding encoding) {
    return new PageHeader(PageType.DATA_PAGE, 0, 0)
        .setData_page_header(new DataPageHeader(rows, encoding, Encoding.RLE, Encoding.RLE));
  }

  private void page(PageHeader header, byte[] body, int size) {
    header.setUncompressed_page_size(size).setCompressed_page_size(body.length);
    lie.accept(header);
    thrift(() -> Util.writePageHeader(header, file));
    file.writeBytes(body);
  }

  private ColumnChunk chunk(
      String name, Type type, long data, long dictionary, long compressed, long size) {
    ColumnMetaData meta =
        new ColumnMetaData(
            type,
            List.of(Encoding.PLAIN, Encoding.RLE, Encoding.RLE_DICTIONARY),
            List.of(name),
            CompressionCodec.ZSTD,
            rows,
            size,
            compressed,
            data);
    if (dictionary > 0) {
      meta.setDictionary_page_offset(dictionary);
    }
    return new ColumnChunk(dictionary > 0 ? dictionary : data).setMeta_data(meta);
  }

  /** One run: the bit width, the run's length as a varint, the index 0. */
  private byte[] oneIndex() {
    ByteArrayOutputStream run = new ByteArrayOutputStream();
    run.write(1);
    long header = (long) rows << 1;
    while (header > 127) {
      run.write((int) ((header & 127) | 128));
      header >>>= 7;
    }
    run.write((int) header);
    run.write(0);
    return run.toByteArray();
  }

  private static byte[] prefixed(byte[] value) {
    return ByteBuffer.allocate(4 + value.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(value.length)
        .put(value)
        .array();
  }

  private static byte[] zstd(byte[] raw) {
    return Zstd.compress(raw);
  }

  private static byte[] zeros(int length) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream zstd = new ZstdOutputStream(compressed)) {
      zstd.write(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(length).array());
      byte[] block = new byte[1 << 20];
      for (int left = length; left > 0; left -= Math.min(left, block.length)) {
        zstd.write(block, 0, Math.min(left, block.length));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return compressed.toByteArray();
  }

  private interface Writing {
    void run() throws IOException;
  }

  private static void thrift(Writing writing) {
    try {
      writing.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
