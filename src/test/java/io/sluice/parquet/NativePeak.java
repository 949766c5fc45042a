package io.sluice.parquet;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.arrow.dataset.jni.NativeMemoryPool;

/** The most that Arrow's native side held since it was made. */
final class NativePeak implements AutoCloseable {
  private final AtomicLong peak = new AtomicLong();
  private final Thread watch = new Thread(this::watch);

  NativePeak() {
    watch.start();
  }

  private void watch() {
    while (!Thread.currentThread().isInterrupted()) {
      peak.accumulateAndGet(NativeMemoryPool.getDefault().getBytesAllocated(), Math::max);
    }
  }

  long bytes() {
    return peak.get();
  }

  @Override
  public void close() {
    watch.interrupt();
  }
}
