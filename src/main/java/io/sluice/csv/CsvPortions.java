package io.sluice.csv;

import io.sluice.base.DiskFailure;
import io.sluice.base.PrivateFiles;
import java.io.IOException;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Cuts a CSV slice into files of whole records, unpacked, one after the other. Blocks. */
public final class CsvPortions implements AutoCloseable {
  private static final int BUFFER = 1 << 17;
  private static final byte[] LINE_FEED = {'\n'};

  private final Path slice;
  private final int columns;
  private final long most;
  private final PushbackInputStream in;
  private final RecordCounter counter = new RecordCounter();

  /** With room for the LF behind a CR that would be the last byte. */
  private final byte[] block = new byte[BUFFER + 1];

  /** What of the block is counted and not yet written: the beginning of the next portion. */
  private ByteBuffer rest = ByteBuffer.wrap(block, 0, 0);

  private long read;
  private boolean ended;

  /**
   * Opens the slice.
   *
   * @param columns of each record
   * @param most bytes that a portion decodes to ({@link CsvSummary#decoded}), but for a last record
   *     and the 128 KiB around it
   */
  public CsvPortions(Path slice, int columns, long most) {
    this.slice = slice;
    this.columns = columns;
    this.most = most;
    try {
      this.in = new PushbackInputStream(CsvFile.open(slice));
    } catch (IOException e) {
      throw CsvFile.unreadable(slice, e);
    }
  }

  /**
   * Writes the next records into the file, over what is there.
   *
   * @return how many; 0 at the slice's end
   */
  public long write(Path file) {
    long before = counter.records();
    try (FileChannel to = PrivateFiles.rewrite(file)) {
      put(rest, to);
      boolean full = false;
      while (!full && !ended) {
        int length = readBlock();
        int whole = (int) Math.max(0, counter.wholeRecords() - read);
        read += length;
        full = whole > 0 && decoded(to.position() + whole, before) >= most;
        put(ByteBuffer.wrap(block, 0, full ? whole : length), to);
        rest = ByteBuffer.wrap(block, whole, full ? length - whole : 0);
      }
    } catch (IOException e) {
      throw DiskFailure.of("A portion of a slice could not be written", file, e);
    }
    return counter.records() - before;
  }

  private long decoded(long bytes, long recordsBefore) {
    return CsvSummary.decoded(bytes, counter.records() - recordsBefore, columns);
  }

  private static void put(ByteBuffer bytes, FileChannel to) throws IOException {
    while (bytes.hasRemaining()) {
      to.write(bytes);
    }
  }

  /** The next bytes of the slice, counted; 0 at its end. */
  private int readBlock() {
    try {
      int length = in.read(block, 0, BUFFER);
      if (length < 0) {
        ended = true;
        counter.end();
        return 0;
      }
      counter.count(block, length);
      return length + readLineFeed(length);
    } catch (RecordCounter.Malformed e) {
      throw CsvFile.malformed(slice, e);
    } catch (IOException e) {
      throw CsvFile.unreadable(slice, e);
    }
  }

  /** A line end of two characters is not cut in two. */
  private int readLineFeed(int length) throws IOException, RecordCounter.Malformed {
    int next = block[length - 1] == '\r' ? in.read() : -1;
    if (next == '\n') {
      block[length] = '\n';
      counter.count(LINE_FEED, 1);
      return 1;
    }
    if (next >= 0) {
      in.unread(next);
    }
    return 0;
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw CsvFile.unreadable(slice, e);
    }
  }
}
