package io.sluice.parquet.file;

import io.sluice.base.DiskFailure;
import io.sluice.base.PrivateFiles;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Executor;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;

/** The file that is being made: written front to back, its digests growing with it. */
public final class ParquetOutput implements AutoCloseable {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  private final Path path;
  private final FileChannel channel;
  private final Digests digests = new Digests();
  private final CopyBlocks blocks = new CopyBlocks();
  private long position;
  private boolean complete;

  private ParquetOutput(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** Creates the file, which must not exist. */
  public static ParquetOutput create(Path path) {
    try {
      return new ParquetOutput(
          path, PrivateFiles.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    } catch (IOException e) {
      throw DiskFailure.of("The result could not be created", path, e);
    }
  }

  public void begin() {
    write(ByteBuffer.wrap(MAGIC));
  }

  /** Where the next byte goes. */
  public long position() {
    return position;
  }

  public void write(ByteBuffer bytes) {
    try {
      digests.update(bytes.duplicate());
      position += bytes.remaining();
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw DiskFailure.of("The result could not be written", path, e);
    }
  }

  /** Copies bytes of another file; the digests follow on threads of the pool. */
  public void copy(FileChannel source, long from, long length, Executor pool) throws IOException {
    long at = from;
    while (at < from + length) {
      ByteBuffer block = blocks.take();
      block.limit((int) Math.min(block.capacity(), from + length - at));
      while (block.hasRemaining()) {
        if (source.read(block, at + block.position()) < 0) {
          throw new EOFException("the slice ended early");
        }
      }
      block.flip();
      at += block.remaining();
      position += block.remaining();
      blocks.lend(block, digests.update(block, pool));
      ByteBuffer rest = block.duplicate();
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
    }
  }

  /** Writes the footer, forces the file to disk and closes it. */
  public Sealed seal(FileMetaData footer) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      Util.writeFileMetaData(footer, out);
      int length = out.size();
      out.write(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(length).array());
      out.write(MAGIC);
      write(ByteBuffer.wrap(out.toByteArray()));
      channel.force(true);
      channel.close();
    } catch (IOException e) {
      throw DiskFailure.of("The result could not be completed", path, e);
    }
    complete = true;
    return new Sealed(position, digests.sha256(), digests.md5());
  }

  /** Removes the file unless it was sealed. */
  @Override
  public void close() {
    if (complete) {
      return;
    }
    try {
      channel.close();
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw DiskFailure.of("The unfinished result could not be removed", path, e);
    }
  }

  /** A complete file. */
  public record Sealed(long bytes, String sha256, String md5) {}
}
