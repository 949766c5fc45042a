package io.sluice.parquet.encode;

import io.sluice.parquet.file.ParquetOutput;
import io.sluice.parquet.values.ConversionException;
import io.sluice.parquet.values.RowBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
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
  private static final int GROUPS_IN_FLIGHT = 1;
  private static final int DICTIONARY_BYTES = 1 << 20;
  private static final int ALL_DICTIONARIES_BYTES = 24 << 20;

  private final EncodeOptions options;
  private final EncodePool pool;
  private final ParquetFileWriter output;
  private final BlockPool blocks;
  private final List<ColumnPipeline> pipelines = new ArrayList<>();
  private final Queue<EncodeBuffers> idle = new ConcurrentLinkedQueue<>();
  private final Semaphore batches = new Semaphore(BATCHES_IN_FLIGHT);
  private final Semaphore groups = new Semaphore(GROUPS_IN_FLIGHT);
  private CompletableFuture<Void> writes = CompletableFuture.completedFuture(null);
  private CompletableFuture<Void> released = CompletableFuture.completedFuture(null);
  private volatile boolean checkOnly;
  private long rows;
  private long groupRows;
  private long groupBytes;

  public RowGroupWriter(
      ParquetOutput file,
      List<TargetColumn> columns,
      EncodeOptions options,
      EncodePool pool,
      BufferAllocator allocator) {
    this.options = options;
    this.pool = pool;
    this.output = new ParquetFileWriter(file, columns, options.codec());
    this.blocks = new BlockPool(allocator, columns.size());
    int dictionary = Math.min(DICTIONARY_BYTES, ALL_DICTIONARIES_BYTES / columns.size());
    for (int i = 0; i < columns.size(); i++) {
      TargetColumn column = columns.get(i);
      pipelines.add(
          new ColumnPipeline(i, column, new ColumnChunkEncoder(column.type(), dictionary, blocks)));
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
    for (ColumnPipeline pipeline : pipelines) {
      pipeline.tail = pipeline.tail.thenRunAsync(() -> append(pipeline, batch, firstRow), pool);
    }
    // The thread that ends a batch may come to close it after later ones were closed.
    released = CompletableFuture.allOf(released, tails().whenComplete((done, e) -> release(batch)));
    failEarly();
  }

  private void release(RowBatch batch) {
    batch.close();
    batches.release();
  }

  private CompletableFuture<Void> tails() {
    return CompletableFuture.allOf(
        pipelines.stream().map(pipeline -> pipeline.tail).toArray(CompletableFuture<?>[]::new));
  }

  private void failEarly() {
    for (ColumnPipeline pipeline : pipelines) {
      if (pipeline.tail.isCompletedExceptionally()) {
        pipeline.tail.join();
      }
    }
    if (writes.isCompletedExceptionally()) {
      writes.join();
    }
  }

  private void append(ColumnPipeline pipeline, RowBatch batch, long firstRow) {
    withBuffers(
        buffers -> {
          if (!checkOnly) {
            try {
              pipeline.append(batch, buffers);
              return true;
            } catch (ConversionException e) {
              checkOnly = true;
              buffers.page.clear();
            }
          }
          pipeline.check(batch, firstRow, buffers.page);
          return false;
        });
  }

  private <T> T withBuffers(Function<EncodeBuffers, T> task) {
    EncodeBuffers buffers =
        Optional.ofNullable(idle.poll()).orElseGet(() -> new EncodeBuffers(options));
    try {
      return task.apply(buffers);
    } finally {
      buffers.page.clear();
      idle.add(buffers);
    }
  }

  /** Each column is written as soon as it and those before it are ready, which frees its blocks. */
  private void endGroup() {
    groups.acquireUninterruptibly();
    long ended = groupRows;
    for (int i = 0; i < pipelines.size(); i++) {
      ColumnPipeline pipeline = pipelines.get(i);
      int number = i;
      CompletableFuture<EncodedChunk> chunk =
          pipeline.tail.thenApplyAsync(done -> finish(pipeline), pool);
      pipeline.tail = chunk.thenAccept(done -> {});
      writes =
          writes
              .thenCombineAsync(chunk, (before, done) -> write(number, done, ended), pool)
              .whenComplete((done, failure) -> giveBack(chunk));
    }
    writes = writes.whenComplete((done, failure) -> groups.release());
    groupRows = 0;
    groupBytes = 0;
  }

  private EncodedChunk finish(ColumnPipeline pipeline) {
    return withBuffers(pipeline::finish);
  }

  private Void write(int column, EncodedChunk chunk, long rowsOfGroup) {
    if (!checkOnly) {
      output.write(column, chunk, rowsOfGroup);
    }
    return null;
  }

  /** A chunk is not needed any more once it was written, or once nothing will be. */
  private static void giveBack(CompletableFuture<EncodedChunk> chunk) {
    if (!chunk.isCompletedExceptionally()) {
      chunk.join().close();
    }
  }

  /** Ends the last row group and waits until all is written. */
  public ParquetFileWriter finish() {
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
  public List<ConversionFailure> badValues() {
    return pipelines.stream()
        .map(ColumnPipeline::conversionFailure)
        .flatMap(Optional::stream)
        .toList();
  }

  /** Waits for what is still running, then gives all memory back. */
  @Override
  public void close() {
    quietly(released);
    quietly(tails());
    quietly(writes);
    pipelines.forEach(ColumnPipeline::close);
    idle.forEach(EncodeBuffers::close);
    idle.clear();
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
