package io.sluice.export;

import io.sluice.parquet.MergeListener;
import io.sluice.transfer.SliceFile;
import io.sluice.transfer.TransferListener;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what one export has moved and tells its {@link LiveExport}. Safe from any thread. */
final class ProgressMeter implements TransferListener, MergeListener {
  private final LiveExport export;
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicInteger slices = new AtomicInteger();
  private final AtomicLong rows = new AtomicLong();
  private volatile int slicesShown;
  private volatile long bytesShown;
  private volatile OptionalInt slicesTotal = OptionalInt.empty();
  private volatile OptionalLong bytesTotal = OptionalLong.empty();

  ProgressMeter(LiveExport export) {
    this.export = export;
    Progress known = export.now().progress();
    bytes.set(known.bytesDone());
    slices.set(known.slicesDone());
    slicesTotal = known.slicesTotal();
    bytesTotal = known.bytesTotal();
  }

  /**
   * What a transfer that begins now will bring. What an earlier run brought is counted again, and
   * shown all the while.
   */
  void expect(int sliceCount, OptionalLong size) {
    bytesShown = Math.min(bytes.getAndSet(0), size.orElse(Long.MAX_VALUE));
    slicesShown = Math.min(slices.getAndSet(0), sliceCount);
    slicesTotal = OptionalInt.of(sliceCount);
    bytesTotal = size;
    tell();
  }

  @Override
  public void received(long more) {
    bytes.addAndGet(more);
    tell();
  }

  @Override
  public void resumed(long kept) {
    bytes.addAndGet(kept);
    tell();
  }

  @Override
  public void finished(SliceFile slice) {
    slices.incrementAndGet();
    tell();
    export.keep();
  }

  @Override
  public void rows(long more) {
    rows.addAndGet(more);
    tell();
  }

  private int slicesDone() {
    int counted = slices.get();
    slicesShown = counted < slicesShown ? slicesShown : 0;
    return Math.max(counted, slicesShown);
  }

  private long bytesDone() {
    long counted = bytes.get();
    bytesShown = counted < bytesShown ? bytesShown : 0;
    return Math.max(counted, bytesShown);
  }

  private void tell() {
    long merged = rows.get();
    export.progress(
        new Progress(
            slicesDone(),
            slicesTotal,
            bytesDone(),
            bytesTotal,
            merged == 0 ? OptionalLong.empty() : OptionalLong.of(merged),
            OptionalLong.empty(),
            OptionalLong.empty()));
  }
}
