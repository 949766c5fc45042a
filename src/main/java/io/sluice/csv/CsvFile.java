package io.sluice.csv;

import io.sluice.base.DiskFailure;
import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** A CSV slice on disk, gzip where its name ends in {@code .gz}. Blocks. */
public final class CsvFile {
  private static final int BUFFER = 1 << 17;

  private CsvFile() {}

  /** The slice's bytes, unpacked. A file of no bytes is an empty slice, also where gzip is due. */
  public static InputStream open(Path slice) throws IOException {
    if (Files.size(slice) == 0) {
      return InputStream.nullInputStream();
    }
    InputStream file = Files.newInputStream(slice);
    if (!slice.getFileName().toString().endsWith(".gz")) {
      return file;
    }
    try {
      return new GZIPInputStream(file, BUFFER);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /**
   * Counts what the slice holds. Throws {@code slice-corrupt} where it is no CSV or no gzip.
   *
   * @param onRead called again and again; what it throws ends the count
   */
  public static CsvSummary count(Path slice, Runnable onRead) {
    RecordCounter counter = new RecordCounter();
    byte[] bytes = new byte[BUFFER];
    try (InputStream in = open(slice)) {
      for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
        onRead.run();
        counter.count(bytes, length);
      }
      return counter.end();
    } catch (RecordCounter.Malformed e) {
      throw malformed(slice, e);
    } catch (IOException e) {
      throw unreadable(slice, e);
    }
  }

  static SluiceException malformed(Path slice, RecordCounter.Malformed e) {
    return corrupt(slice, "is not good CSV: " + e.getMessage(), e);
  }

  /** What a failed read of the slice means. */
  public static SluiceException unreadable(Path slice, IOException e) {
    return e instanceof ZipException || e instanceof EOFException
        ? corrupt(slice, "is not good gzip: " + e.getMessage(), e)
        : DiskFailure.of("A slice could not be read", slice, e);
  }

  private static SluiceException corrupt(Path slice, String what, Exception cause) {
    return new SluiceException(
        ErrorCode.SLICE_CORRUPT, "The slice " + slice.getFileName() + " " + what + ".", cause);
  }
}
