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

  /** What a transfer that begins now will bring; what an earlier run brought is counted again. */
  void expect(int sliceCount, OptionalLong size) {
    bytes.set(0);
    slices.set(0);
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
  }

  @Override
  public void rows(long more) {
    rows.addAndGet(more);
    tell();
  }

  private void tell() {
    long merged = rows.get();
    export.progress(
        new Progress(
            slices.get(),
            slicesTotal,
            bytes.get(),
            bytesTotal,
            merged == 0 ? OptionalLong.empty() : OptionalLong.of(merged),
            OptionalLong.empty(),
            OptionalLong.empty()));
  }
}
