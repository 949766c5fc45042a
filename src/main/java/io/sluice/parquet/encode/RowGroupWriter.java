package io.sluice.parquet.encode;

import io.sluice.parquet.file.ResultFile;
import io.sluice.parquet.values.RowBatch;
import io.sluice.parquet.values.Unconvertible;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Writes batches as row groups. Columns are encoded in parallel and each runs ahead as far as the
 * batches in flight allow; a complete row group is written while the next one is encoded.
 *
 * <p>A value that does not convert ends the writing: what follows is only checked, so that {@link
 * #badValues()} names every such column once all batches were seen.
 */
public final class RowGroupWriter implements AutoCloseable {
  private static final int BATCHES_IN_FLIGHT = 3;
  private static final int GROUPS_IN_FLIGHT = 2;
  private static final int DICTIONARY_BYTES = 1 << 20;
  private static final int ALL_DICTIONARIES_BYTES = 24 << 20;

  private final EncodeOptions options;
  private final EncodePool pool;
  private final GroupFile output;
  private final BlockPool blocks;
  private final List<ColumnLane> lanes = new ArrayList<>();
  private final Queue<Scratch> scratches = new ConcurrentLinkedQueue<>();
  private final Semaphore batches = new Semaphore(BATCHES_IN_FLIGHT);
  private final Semaphore groups = new Semaphore(GROUPS_IN_FLIGHT);
  private CompletableFuture<Void> writes = CompletableFuture.completedFuture(null);
  private CompletableFuture<Void> released = CompletableFuture.completedFuture(null);
  private volatile boolean checkOnly;
  private long rows;
  private long groupRows;
  private long groupBytes;

  public RowGroupWriter(
      ResultFile file,
      List<TargetColumn> columns,
      EncodeOptions options,
      EncodePool pool,
      BufferAllocator allocator) {
    this.options = options;
    this.pool = pool;
    this.output = new GroupFile(file, columns, options.codec());
    this.blocks = new BlockPool(allocator, columns.size());
    int dictionary = Math.min(DICTIONARY_BYTES, ALL_DICTIONARIES_BYTES / columns.size());
    for (int i = 0; i < columns.size(); i++) {
      TargetColumn column = columns.get(i);
      lanes.add(
          new ColumnLane(i, column, new ColumnChunkEncoder(column.type(), dictionary, blocks)));
    }
  }

  /** From now on values are only converted, and nothing is written. */
  public void checkOnly() {
    checkOnly = true;
  }

  /** Takes the batch over. Waits while too many are on their way; fails where an earlier failed. */
  public void write(RowBatch batch) {
    if (groupRows > 0
        && (groupRows + batch.rows() > options.groupRows() || groupBytes > options.groupBytes())) {
      endGroup();
    }
    batches.acquireUninterruptibly();
    long firstRow = rows + 1;
    rows += batch.rows();
    groupRows += batch.rows();
    groupBytes += batch.bytes();
    for (ColumnLane lane : lanes) {
      lane.tail = lane.tail.thenRunAsync(() -> append(lane, batch, firstRow), pool);
    }
    released =
        tails()
            .whenComplete(
                (done, failure) -> {
                  batch.close();
                  batches.release();
                });
    failEarly();
  }

  private CompletableFuture<Void> tails() {
    return CompletableFuture.allOf(
        lanes.stream().map(lane -> lane.tail).toArray(CompletableFuture<?>[]::new));
  }

  private void failEarly() {
    for (ColumnLane lane : lanes) {
      if (lane.tail.isCompletedExceptionally()) {
        lane.tail.join();
      }
    }
    if (writes.isCompletedExceptionally()) {
      writes.join();
    }
  }

  private void append(ColumnLane lane, RowBatch batch, long firstRow) {
    withScratch(
        scratch -> {
          if (!checkOnly) {
            try {
              lane.append(batch, scratch);
              return;
            } catch (Unconvertible e) {
              checkOnly = true;
              scratch.page.clear();
            }
          }
          lane.check(batch, firstRow, scratch.page);
        });
  }

  private void withScratch(Consumer<Scratch> task) {
    Scratch scratch = Optional.ofNullable(scratches.poll()).orElseGet(() -> new Scratch(options));
    try {
      task.accept(scratch);
    } finally {
      scratch.page.clear();
      scratches.add(scratch);
    }
  }

  private void endGroup() {
    groups.acquireUninterruptibly();
    List<CompletableFuture<EncodedChunk>> chunks = new ArrayList<>();
    for (ColumnLane lane : lanes) {
      CompletableFuture<EncodedChunk> chunk = new CompletableFuture<>();
      lane.tail =
          lane.tail.thenRunAsync(() -> withScratch(s -> chunk.complete(lane.finish(s))), pool);
      chunks.add(chunk);
    }
    long ended = groupRows;
    writes =
        writes
            .thenCombineAsync(tails(), (a, b) -> write(chunks, ended), pool)
            .whenComplete((done, failure) -> end(chunks));
    groupRows = 0;
    groupBytes = 0;
  }

  private Void write(List<CompletableFuture<EncodedChunk>> chunks, long ended) {
    if (!checkOnly) {
      output.write(chunks.stream().map(CompletableFuture::join).toList(), ended);
    }
    return null;
  }

  private void end(List<CompletableFuture<EncodedChunk>> chunks) {
    for (CompletableFuture<EncodedChunk> chunk : chunks) {
      if (chunk.isDone()) {
        chunk.join().close();
      }
    }
    groups.release();
  }

  /** Ends the last row group and waits until all is written. */
  public GroupFile finish() {
    if (groupRows > 0) {
      endGroup();
    }
    tails().join();
    writes.join();
    return output;
  }

  /** Rows that were taken so far. */
  public long rows() {
    return rows;
  }

  /** The columns that do not convert, each with its first bad value; known after the finish. */
  public List<BadValue> badValues() {
    return lanes.stream().map(ColumnLane::badValue).flatMap(Optional::stream).toList();
  }

  /** Waits for what is still running, then gives all memory back. */
  @Override
  public void close() {
    quietly(released);
    quietly(tails());
    quietly(writes);
    lanes.forEach(ColumnLane::close);
    scratches.forEach(Scratch::close);
    scratches.clear();
    blocks.close();
  }

  /** A failure was reported by {@link #write} or {@link #finish} already. */
  private static void quietly(CompletableFuture<Void> work) {
    try {
      work.join();
    } catch (CompletionException e) {
      // See above.
    }
  }
}
