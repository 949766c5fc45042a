package io.sluice.parquet.encode;

import io.sluice.base.DaemonThreads;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The threads that encode columns, shared by all merges of the process. */
public final class EncodePool implements Executor, AutoCloseable {
  private final ExecutorService threads;

  public EncodePool(int size) {
    threads = Executors.newFixedThreadPool(size, new DaemonThreads("sluice-encode"));
  }

  @Override
  public void execute(Runnable task) {
    threads.execute(task);
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
