package io.sluice.parquet.file;

import java.util.List;
import java.util.Set;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;

/**
 * Trusts no footer: every offset must lie inside the file and every count must agree with the
 * others before anything is copied or handed to native code.
 */
final class FooterCheck {
  private final SliceFooter footer;

  private FooterCheck(SliceFooter footer) {
    this.footer = footer;
  }

  static void check(SliceFooter footer) {
    FooterCheck check = new FooterCheck(footer);
    List<SchemaElement> leaves = check.schema();
    check.groups(leaves);
  }

  /** Its leaves. */
  private List<SchemaElement> schema() {
    require(
        !footer.metadata().isSetEncryption_algorithm(),
        "it is encrypted, which Sluice does not read");
    List<SchemaElement> schema = footer.metadata().getSchema();
    require(schema != null && schema.size() > 1, "it has no columns");
    require(footer.rowGroups() != null, "it has no list of row groups");
    long open = schema.get(0).getNum_children();
    for (SchemaElement element : footer.columns()) {
      require(
          element.isSetNum_children() != element.isSetType()
              && element.getNum_children() >= 0
              && open > 0,
          "its schema is not a tree");
      open += element.getNum_children() - 1L;
    }
    require(open == 0, "its schema is not a tree");
    List<String> names = footer.columnNames();
    require(Set.copyOf(names).size() == names.size(), "it has two columns of one name");
    return footer.columns().stream().filter(SchemaElement::isSetType).toList();
  }

  private void groups(List<SchemaElement> leaves) {
    long rows = 0;
    for (RowGroup group : footer.rowGroups()) {
      require(
          group.getColumns() != null && group.getColumns().size() == leaves.size(),
          "a row group lacks columns");
      require(group.getNum_rows() >= 0, "a row group has a negative number of rows");
      group.getColumns().forEach(this::chunk);
      leaves(group, leaves);
      require(
          group.getColumns().stream()
                  .mapToLong(chunk -> chunk.getMeta_data().getTotal_compressed_size())
                  .sum()
              <= footer.bytes(),
          "a row group's columns lie in each other");
      rows += group.getNum_rows();
      require(rows >= 0, "it has more rows than can be counted");
    }
    require(rows == footer.rows(), "its row groups hold " + rows + " rows, not " + footer.rows());
  }

  /** Nobody else counts the rows of a slice that is taken as it is. */
  private void leaves(RowGroup group, List<SchemaElement> leaves) {
    boolean nested = footer.columns().size() > leaves.size();
    for (int column = 0; column < leaves.size(); column++) {
      ColumnMetaData data = group.getColumns().get(column).getMeta_data();
      SchemaElement leaf = leaves.get(column);
      require(data.getType() == leaf.getType(), "a column is of another type than the schema says");
      boolean flat = !nested && leaf.getRepetition_type() != FieldRepetitionType.REPEATED;
      if (flat && data.getNum_values() != group.getNum_rows()) {
        throw SliceFooter.corrupt(
            footer.slice(),
            "a column holds %d values of %d rows"
                .formatted(data.getNum_values(), group.getNum_rows()),
            null);
      }
    }
  }

  private void chunk(ColumnChunk chunk) {
    require(!chunk.isSetCrypto_metadata(), "a column is encrypted, which Sluice does not read");
    require(!chunk.isSetFile_path(), "a column lies in another file");
    require(chunk.isSetMeta_data(), "a column has no metadata");
    ColumnMetaData data = chunk.getMeta_data();
    require(
        data.getType() != null && data.getCodec() != null && data.getNum_values() >= 0,
        "a column's metadata lacks what everybody needs");
    inside(data.getData_page_offset(), 0);
    inside(start(data), data.getTotal_compressed_size());
    if (chunk.isSetOffset_index_offset()) {
      inside(chunk.getOffset_index_offset(), chunk.getOffset_index_length());
    }
    if (chunk.isSetColumn_index_offset()) {
      inside(chunk.getColumn_index_offset(), chunk.getColumn_index_length());
    }
  }

  /** Where the chunk's first page begins. */
  static long start(ColumnMetaData data) {
    long first = data.getData_page_offset();
    return data.isSetDictionary_page_offset() && data.getDictionary_page_offset() > 0
        ? Math.min(first, data.getDictionary_page_offset())
        : first;
  }

  private void inside(long offset, long length) {
    require(
        offset >= 0 && length >= 0 && offset <= footer.bytes() && length <= footer.bytes() - offset,
        "a column lies outside of the file");
  }

  private void require(boolean good, String why) {
    if (!good) {
      throw SliceFooter.corrupt(footer.slice(), why, null);
    }
  }
}
