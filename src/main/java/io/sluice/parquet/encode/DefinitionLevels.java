package io.sluice.parquet.encode;

import io.sluice.parquet.values.PageValues;

/**
 * Definition levels of a flat, nullable column: one bit a row, lowest first – the very bitmap that
 * Arrow delivers, so it is copied as one bit-packed run; a page without NULLs is one repeated run.
 */
final class DefinitionLevels {
  private DefinitionLevels() {}

  static void write(PageValues page, ByteSink out) {
    int start = out.size();
    out.writeInt(0);
    if (page.count() == page.rows() || page.count() == 0) {
      out.writeVarInt(page.rows() << 1);
      out.write(page.count() == 0 ? 0 : 1);
    } else {
      int groups = (page.rows() + 7) / 8;
      out.writeVarInt(groups << 1 | 1);
      out.write(page.valid(), 0, groups);
    }
    out.setInt(start, out.size() - start - 4);
  }
}
