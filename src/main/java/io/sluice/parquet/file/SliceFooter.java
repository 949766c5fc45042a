package io.sluice.parquet.file;

import io.sluice.base.DiskFailure;
import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Util;

/**
 * A Parquet slice's footer.
 *
 * @param bytes the size of the whole file
 * @param footerBytes the size of the footer, without the eight bytes behind it
 */
public record SliceFooter(Path slice, long bytes, int footerBytes, FileMetaData metadata) {
  private static final int MAGIC = 0x31524150; // PAR1, little-endian
  private static final int ENCRYPTED_MAGIC = 0x45524150; // PARE
  private static final int TAIL = 8;

  /** What it describes takes about ten times as much on the heap. */
  private static final int LONGEST = 16 << 20;

  private static final int THRIFT_SPARE = 1 << 10;

  /** Reads and checks it: {@code slice-corrupt} where the file is not a whole Parquet file. */
  public static SliceFooter read(Path slice) {
    try (FileChannel channel = FileChannel.open(slice, StandardOpenOption.READ)) {
      long size = channel.size();
      if (size < TAIL + 4) {
        throw corrupt(slice, "it has only " + size + " bytes", null);
      }
      ByteBuffer head = little(read(channel, 0, 4));
      ByteBuffer tail = little(read(channel, size - TAIL, TAIL));
      int length = tail.getInt(0);
      if (head.getInt(0) == ENCRYPTED_MAGIC || tail.getInt(4) == ENCRYPTED_MAGIC) {
        throw corrupt(slice, "its footer is encrypted, which Sluice does not read", null);
      }
      if (head.getInt(0) != MAGIC || tail.getInt(4) != MAGIC) {
        throw corrupt(slice, "it does not begin and end as a Parquet file does", null);
      }
      if (length <= 0 || length > size - TAIL - 4) {
        throw corrupt(slice, "its footer would be " + length + " bytes long", null);
      }
      if (length > LONGEST) {
        throw new SluiceException(
            ErrorCode.SLICE_TOO_LARGE,
            "The footer of the slice %s is %d MiB long, where %d are read. Ask for fileType csv."
                .formatted(slice.getFileName(), length >> 20, LONGEST >> 20));
      }
      SliceFooter footer =
          new SliceFooter(
              slice, size, length, parse(slice, read(channel, size - TAIL - length, length)));
      FooterCheck.check(footer);
      return footer;
    } catch (IOException e) {
      throw DiskFailure.of("A slice could not be read", slice, e);
    }
  }

  private static FileMetaData parse(Path slice, byte[] footer) {
    try {
      // No list is longer than its bytes: nothing larger is made room for.
      return Util.readFileMetaData(new ByteArrayInputStream(footer), footer.length + THRIFT_SPARE);
    } catch (IOException | RuntimeException e) {
      throw corrupt(slice, "its footer cannot be understood", e);
    }
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  static byte[] read(FileChannel channel, long at, int length) throws IOException {
    byte[] bytes = new byte[length];
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, at + buffer.position()) < 0) {
        throw new IOException("the file ended early");
      }
    }
    return bytes;
  }

  static SluiceException corrupt(Path slice, String why, Throwable cause) {
    return new SluiceException(
        ErrorCode.SLICE_CORRUPT,
        "The slice " + slice.getFileName() + " is not a good Parquet file: " + why + ".",
        cause);
  }

  public long rows() {
    return metadata.getNum_rows();
  }

  public List<RowGroup> rowGroups() {
    return metadata.getRow_groups();
  }

  /** Where the footer begins; before it lie pages and indexes. */
  public long dataEnd() {
    return bytes - TAIL - footerBytes;
  }

  /** The codecs in use. */
  public Set<CompressionCodec> codecs() {
    return rowGroups().stream()
        .flatMap(group -> group.getColumns().stream())
        .map(chunk -> chunk.getMeta_data().getCodec())
        .collect(Collectors.toSet());
  }

  /** Of all row groups, before compression. */
  public long rawBytes() {
    return rowGroups().stream().mapToLong(RowGroup::getTotal_byte_size).sum();
  }

  /** The columns themselves, without what is nested in them. */
  public List<SchemaElement> topColumns() {
    List<SchemaElement> top = new ArrayList<>();
    int nested = 0;
    for (SchemaElement element : columns()) {
      if (nested == 0) {
        top.add(element);
      } else {
        nested--;
      }
      nested += element.getNum_children();
    }
    return top;
  }

  public List<String> columnNames() {
    return topColumns().stream().map(SchemaElement::getName).toList();
  }

  /** Whether the footer says things that would be lost if it were written again. */
  public boolean hasUnknownParts() {
    ByteArrayOutputStream again = new ByteArrayOutputStream();
    try {
      Util.writeFileMetaData(metadata, again);
    } catch (IOException unknownAlternative) { // of a union, which was read as none
      return true;
    }
    return again.size() != footerBytes;
  }

  /** The columns, where none is nested; else the whole tree without its root. */
  public List<SchemaElement> columns() {
    return metadata.getSchema().subList(1, metadata.getSchema().size());
  }
}
