package io.sluice.parquet.scan;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.parquet.values.RowBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.dataset.file.FileFormat;
import org.apache.arrow.dataset.file.FileSystemDatasetFactory;
import org.apache.arrow.dataset.jni.NativeMemoryPool;
import org.apache.arrow.dataset.scanner.FragmentScanOptions;
import org.apache.arrow.dataset.scanner.ScanOptions;
import org.apache.arrow.dataset.scanner.Scanner;
import org.apache.arrow.dataset.source.Dataset;
import org.apache.arrow.dataset.source.DatasetFactory;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.util.AutoCloseables;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.TransferPair;

/**
 * One slice being scanned. The schema given rules: Arrow casts to it while scanning. Closing it
 * early is safe: Arrow lets what has begun come to its end first.
 */
final class SliceScan implements AutoCloseable {
  private final Path slice;
  private final BufferAllocator allocator;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final ArrowReader reader;

  SliceScan(
      Path slice,
      FileFormat format,
      Schema schema,
      ScanOptions options,
      Optional<FragmentScanOptions> fragment,
      BufferAllocator allocator) {
    this.slice = slice;
    this.allocator = allocator;
    try {
      DatasetFactory factory =
          opened(
              new FileSystemDatasetFactory(
                  allocator,
                  NativeMemoryPool.getDefault(),
                  format,
                  slice.toUri().toString(),
                  fragment));
      Dataset dataset = opened(factory.finish(schema));
      Scanner scanner = opened(dataset.newScan(options));
      reader = opened(scanner.scanBatches());
    } catch (RuntimeException e) {
      close();
      throw corrupt(e);
    }
  }

  private <T extends AutoCloseable> T opened(T resource) {
    open.push(resource);
    return resource;
  }

  /** The next rows; none at the slice's end. Throws {@code slice-corrupt}. */
  Optional<RowBatch> next() {
    try {
      while (reader.loadNextBatch()) {
        VectorSchemaRoot root = reader.getVectorSchemaRoot();
        if (root.getRowCount() > 0) {
          return Optional.of(new RowBatch(List.of(taken(root))));
        }
      }
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      throw corrupt(e);
    }
  }

  private VectorSchemaRoot taken(VectorSchemaRoot root) {
    List<FieldVector> vectors = new ArrayList<>();
    for (FieldVector vector : root.getFieldVectors()) {
      TransferPair pair = vector.getTransferPair(allocator);
      pair.transfer();
      vectors.add((FieldVector) pair.getTo());
    }
    return new VectorSchemaRoot(root.getSchema().getFields(), vectors, root.getRowCount());
  }

  private SluiceException corrupt(Exception cause) {
    return new SluiceException(
        ErrorCode.SLICE_CORRUPT,
        "The slice "
            + slice.getFileName()
            + " cannot be read: "
            + NativeMessage.firstLine(cause)
            + ".",
        cause);
  }

  @Override
  public void close() {
    try {
      AutoCloseables.close(open);
    } catch (Exception e) {
      throw new SluiceException(
          ErrorCode.MERGE_FAILED, "The scan of " + slice.getFileName() + " did not close.", e);
    } finally {
      open.clear();
    }
  }
}
