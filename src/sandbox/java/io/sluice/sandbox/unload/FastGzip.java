package io.sluice.sandbox.unload;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Gzip at its quickest level: the sandbox shares the machine with what is being tried. */
final class FastGzip extends GZIPOutputStream {
  private static final int BUFFER = 64 * 1024;

  FastGzip(OutputStream out) throws IOException {
    super(out, BUFFER);
    def.setLevel(Deflater.BEST_SPEED);
  }
}
