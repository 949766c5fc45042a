package io.sluice.parquet.merge;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;
import org.jboss.logging.Logger;

/**
 * Gives freed memory off the heap back to the system. glibc keeps what Arrow frees in small pieces
 * and does not find it again: 2 GiB after three tables of 1,200 columns, of which 1.9 were free
 * (measured). A native image and other systems than Linux have no such call, there nothing happens.
 */
final class NativeHeap {
  private static final Logger LOG = Logger.getLogger(NativeHeap.class);
  private static final boolean IN_JVM =
      System.getProperty("org.graalvm.nativeimage.imagecode") == null;
  private static volatile boolean possible = IN_JVM;

  private NativeHeap() {}

  /** Takes some milliseconds; other threads that allocate wait meanwhile. */
  static void trim() {
    if (!possible) {
      return;
    }
    try {
      ManagementFactory.getPlatformMBeanServer()
          .invoke(
              new ObjectName("com.sun.management:type=DiagnosticCommand"),
              "systemTrimNativeHeap",
              new Object[0],
              new String[0]);
    } catch (JMException e) {
      possible = false;
      LOG.debugf(e, "this JVM does not give native memory back");
    }
  }
}
