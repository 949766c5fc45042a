package io.sluice.parquet.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A part of a file as a stream that reads ahead little: most of what is read here is short. */
final class FileWindow extends InputStream {
  private static final int AHEAD = 512;

  private final FileChannel file;
  private final long start;
  private final long end;
  private final ByteBuffer ahead = ByteBuffer.allocate(AHEAD).limit(0);
  private long at;

  FileWindow(FileChannel file, long start, long end) {
    this.file = file;
    this.start = start;
    this.end = end;
    this.at = start;
  }

  /** How many bytes were taken out of it. */
  int consumed() {
    return (int) (at - ahead.remaining() - start);
  }

  @Override
  public int read() throws IOException {
    return fill() ? ahead.get() & 0xff : -1;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int taken = Math.min(length, ahead.remaining());
    ahead.get(bytes, from, taken);
    return taken;
  }

  private boolean fill() throws IOException {
    if (ahead.hasRemaining()) {
      return true;
    }
    ahead.clear().limit((int) Math.min(AHEAD, end - at));
    int read = ahead.hasRemaining() ? file.read(ahead, at) : -1;
    ahead.flip();
    at += Math.max(0, read);
    return read > 0;
  }
}
