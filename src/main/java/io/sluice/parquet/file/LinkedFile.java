package io.sluice.parquet.file;

import io.sluice.base.DiskFailure;
import io.sluice.parquet.file.ParquetOutput.Sealed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * A slice that is the result already: its bytes get a second name, and are read for digests only.
 */
public final class LinkedFile {
  private LinkedFile() {}

  /** Nothing where the slice lies on another disk than the result, or where links are unknown. */
  public static Optional<Sealed> create(Path slice, Path output, Executor digesting) {
    try {
      Files.createLink(output, slice);
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
    try (FileChannel channel =
        FileChannel.open(output, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      Digests digests = new Digests();
      CopyBlocks blocks = new CopyBlocks();
      ByteBuffer block = blocks.take();
      for (long at = 0; channel.read(block, at) > 0; block = blocks.take()) {
        block.flip();
        at += block.remaining();
        blocks.lend(block, digests.update(block, digesting));
      }
      channel.force(true);
      return Optional.of(new Sealed(channel.size(), digests.sha256(), digests.md5()));
    } catch (IOException e) {
      removeQuietly(output, e);
      throw DiskFailure.of("A slice could not be read", slice, e);
    }
  }

  private static void removeQuietly(Path output, IOException cause) {
    try {
      Files.deleteIfExists(output);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }
}
