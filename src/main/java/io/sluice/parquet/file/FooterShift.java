package io.sluice.parquet.file;

import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.RowGroup;

/** Moves the absolute offsets of a row group to where its bytes lie in the stitched file. */
final class FooterShift {
  private final long by;

  FooterShift(long by) {
    this.by = by;
  }

  /** A moved copy, without its ordinal, which would no longer be true. */
  RowGroup move(RowGroup group) {
    RowGroup moved = group.deepCopy();
    moved.unsetOrdinal();
    if (moved.isSetFile_offset()) {
      moved.setFile_offset(moved.getFile_offset() + by);
    }
    moved.getColumns().forEach(this::move);
    return moved;
  }

  /** Moves the chunk itself. */
  void move(ColumnChunk chunk) {
    if (chunk.getFile_offset() > 0) {
      chunk.setFile_offset(chunk.getFile_offset() + by);
    }
    if (chunk.isSetColumn_index_offset()) {
      chunk.setColumn_index_offset(chunk.getColumn_index_offset() + by);
    }
    ColumnMetaData data = chunk.getMeta_data();
    data.setData_page_offset(data.getData_page_offset() + by);
    if (data.isSetDictionary_page_offset() && data.getDictionary_page_offset() > 0) {
      data.setDictionary_page_offset(data.getDictionary_page_offset() + by);
    }
    if (data.isSetIndex_page_offset() && data.getIndex_page_offset() > 0) {
      data.setIndex_page_offset(data.getIndex_page_offset() + by);
    }
    if (data.isSetBloom_filter_offset()) {
      data.setBloom_filter_offset(data.getBloom_filter_offset() + by);
    }
  }

  /** An offset index holds absolute offsets itself, so it is written anew. */
  OffsetIndex move(OffsetIndex index) {
    OffsetIndex moved = index.deepCopy();
    for (PageLocation page : moved.getPage_locations()) {
      page.setOffset(page.getOffset() + by);
    }
    return moved;
  }
}
