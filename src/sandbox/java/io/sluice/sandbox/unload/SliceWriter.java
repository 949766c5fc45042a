package io.sluice.sandbox.unload;

import java.io.Closeable;
import java.io.IOException;

/** Writes the rows of one slice. */
interface SliceWriter extends Closeable {

  /**
   * Adds a row.
   *
   * @param cells as texts; null is NULL
   */
  void write(String[] cells) throws IOException;
}
