package io.sluice.parquet.file;

import io.sluice.base.DiskFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;

/**
 * What a row group takes in memory once it is decoded, which the footer does not say: a file of 171
 * bytes may hold 4 GiB of texts.
 *
 * @param packed bytes as they lie in the file
 * @param decoded bytes of all its values
 * @param largestColumn the decoded bytes of its largest column
 * @param column that column's name
 * @param largestPage bytes of its largest page before compression
 */
public record RowGroupSize(
    long rows, long packed, long decoded, long largestColumn, String column, long largestPage) {
  private static final int DECIMAL = 32;

  /**
   * The sizes of the slice's row groups, by the headers of all pages and, where it matters, what
   * dictionaries hold. Fails with {@code slice-corrupt} where headers and footer contradict.
   * Blocks.
   */
  public static List<RowGroupSize> of(SliceFooter footer) {
    List<SchemaElement> leaves =
        footer.columns().stream().filter(SchemaElement::isSetType).toList();
    List<RowGroupSize> sizes = new ArrayList<>();
    try (FileChannel file = FileChannel.open(footer.slice(), StandardOpenOption.READ)) {
      for (RowGroup group : footer.rowGroups()) {
        sizes.add(of(footer, file, group, leaves));
      }
      return sizes;
    } catch (IOException e) {
      throw DiskFailure.of("A slice could not be read", footer.slice(), e);
    }
  }

  private static RowGroupSize of(
      SliceFooter footer, FileChannel file, RowGroup group, List<SchemaElement> leaves)
      throws IOException {
    RowGroupSize size = new RowGroupSize(group.getNum_rows(), 0, 0, 0, "", 0);
    for (int i = 0; i < leaves.size(); i++) {
      ColumnChunk chunk = group.getColumns().get(i);
      ChunkPages pages = ChunkPages.read(footer, file, chunk.getMeta_data());
      size = size.with(leaves.get(i), pages, decoded(leaves.get(i), pages));
    }
    return size;
  }

  /** What Arrow takes while it decodes it: a column grows by moving, so it is there twice. */
  public long decoding() {
    return Sizes.sum(Sizes.sum(Sizes.sum(packed, decoded), largestColumn), 2 * largestPage);
  }

  private RowGroupSize with(SchemaElement leaf, ChunkPages pages, long bytes) {
    boolean larger = bytes > largestColumn;
    return new RowGroupSize(
        rows,
        packed + pages.chunk().getTotal_compressed_size(),
        Sizes.sum(decoded, bytes),
        larger ? bytes : largestColumn,
        larger ? leaf.getName() : column,
        Math.max(largestPage, pages.largest()));
  }

  private static long decoded(SchemaElement leaf, ChunkPages pages) throws IOException {
    boolean optional = leaf.getRepetition_type() != FieldRepetitionType.REQUIRED;
    long values = pages.chunk().getNum_values();
    long each = (long) width(leaf) + (optional ? 3 : 0); // with its level and validity
    return switch (leaf.getType()) {
      case BYTE_ARRAY ->
          Sizes.sum(Sizes.product(values, each), new DecodedTexts(pages, optional).bytes());
      default -> Sizes.product(values, each);
    };
  }

  /** Of a value in Arrow's memory; of a text that of its offset. */
  private static int width(SchemaElement leaf) {
    boolean decimal =
        leaf.getConverted_type() == ConvertedType.DECIMAL
            || (leaf.isSetLogicalType() && leaf.getLogicalType().isSetDECIMAL());
    int physical =
        switch (leaf.getType()) {
          case BOOLEAN -> 1;
          case INT32, FLOAT, BYTE_ARRAY -> 4;
          case INT64, DOUBLE, INT96 -> 8;
          case FIXED_LEN_BYTE_ARRAY -> Math.max(1, leaf.getType_length());
        };
    return decimal ? Math.max(physical, DECIMAL) : physical;
  }
}
