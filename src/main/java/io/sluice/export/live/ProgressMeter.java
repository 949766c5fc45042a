package io.sluice.export.live;

import io.sluice.base.Timekeeper;
import io.sluice.export.model.Progress;
import io.sluice.parquet.MergeListener;
import io.sluice.transfer.SliceFile;
import io.sluice.transfer.TransferListener;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what one export has moved and tells its {@link LiveExport}. Safe from any thread. */
public final class ProgressMeter implements TransferListener, MergeListener {
  private final LiveExport export;
  private final Timekeeper time;
  private volatile Throughput bytes;
  private final Map<Integer, Instant> begun = new ConcurrentHashMap<>();
  private final AtomicInteger slices = new AtomicInteger();
  private final AtomicLong rows = new AtomicLong();
  private volatile int slicesShown;
  private volatile long bytesShown;
  private volatile OptionalInt slicesTotal = OptionalInt.empty();

  ProgressMeter(LiveExport export, Timekeeper time) {
    this.export = export;
    this.time = time;
    Progress known = export.now().progress();
    bytes = new Throughput(time, known.bytesTotal());
    bytes.resumed(known.bytesDone());
    slices.set(known.slicesDone());
    slicesTotal = known.slicesTotal();
  }

  /**
   * What a transfer that begins now will bring. What an earlier run brought is counted again, and
   * shown all the while.
   */
  public void expect(int sliceCount, OptionalLong size) {
    bytesShown = Math.min(bytes.bytesDone(), size.orElse(Long.MAX_VALUE));
    slicesShown = Math.min(slices.getAndSet(0), sliceCount);
    slicesTotal = OptionalInt.of(sliceCount);
    bytes = new Throughput(time, size);
    tell();
  }

  @Override
  public void received(long more) {
    bytes.received(more);
    tell();
  }

  @Override
  public void resumed(long kept) {
    bytes.resumed(kept);
    tell();
  }

  @Override
  public void begun(int slice) {
    begun.put(slice, time.now());
  }

  @Override
  public void finished(SliceFile slice) {
    Instant since = begun.remove(slice.number());
    if (since != null) {
      ExportTraces.fetched(export.now(), slice, since, time.now());
    }
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
    long counted = bytes.bytesDone();
    bytesShown = counted < bytesShown ? bytesShown : 0;
    return Math.max(counted, bytesShown);
  }

  /** Whether bytes may still come; before and after that there is no rate to speak of. */
  private boolean arriving() {
    return slicesTotal.isPresent() && slices.get() < slicesTotal.getAsInt();
  }

  private void tell() {
    Throughput measured = bytes;
    boolean arriving = arriving();
    long merged = rows.get();
    export.progress(
        new Progress(
            slicesDone(),
            slicesTotal,
            bytesDone(),
            measured.bytesTotal(),
            merged == 0 ? OptionalLong.empty() : OptionalLong.of(merged),
            arriving ? OptionalLong.of(measured.bytesPerSecond()) : OptionalLong.empty(),
            arriving ? measured.etaSeconds() : OptionalLong.empty()));
  }
}
