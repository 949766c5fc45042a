package io.sluice.parquet.scan;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Looks at a CSV slice's first record: Arrow drops columns that are too many and fills up those
 * that are missing without a word, and takes an empty file for an error.
 */
final class FirstRecord {
  private static final int BUFFER = 1 << 16;

  private FirstRecord() {}

  /** How many fields the first record has; 0 where the slice holds nothing. */
  static int fields(Path slice) {
    try (InputStream in = open(slice)) {
      return fields(in);
    } catch (ZipException | EOFException e) {
      throw new SluiceException(
          ErrorCode.SLICE_CORRUPT,
          "The slice " + slice.getFileName() + " is not good gzip: " + e.getMessage() + ".",
          e);
    } catch (IOException e) {
      throw new SluiceException(
          ErrorCode.DISK_FAILED, "The slice " + slice.getFileName() + " could not be read.", e);
    }
  }

  private static InputStream open(Path slice) throws IOException {
    if (Files.size(slice) == 0) {
      return InputStream.nullInputStream();
    }
    InputStream file = Files.newInputStream(slice);
    if (!slice.getFileName().toString().endsWith(".gz")) {
      return new BufferedInputStream(file, BUFFER);
    }
    try {
      return new BufferedInputStream(new GZIPInputStream(file, BUFFER), BUFFER);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  private static int fields(InputStream in) throws IOException {
    int next = in.read();
    if (next < 0) {
      return 0;
    }
    int fields = 1;
    boolean quoted = false;
    for (; next >= 0; next = in.read()) {
      if (next == '"') {
        quoted = !quoted;
      } else if (!quoted && next == ',') {
        fields++;
      } else if (!quoted && next == '\n') {
        break;
      }
    }
    return fields;
  }
}
