package io.sluice.transfer.fetch;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Free disk, less what the transfers under way have been promised and not used yet: two big exports
 * do not both start where there is room for one.
 */
final class DiskReservations {
  private final Set<Reservation> reservations = ConcurrentHashMap.newKeySet();
  private final double mergeSpace;

  /**
   * No space is promised yet.
   *
   * @param mergeSpace what a merge needs besides its slices, as a multiple of their size
   */
  DiskReservations(double mergeSpace) {
    this.mergeSpace = mergeSpace;
  }

  /** A reservation of nothing yet; whoever asks for it ends it. */
  Reservation open() {
    return new Reservation();
  }

  /** One after the other: two that fit alone but not together must not refuse each other. */
  private synchronized void promise(
      Reservation reservation, Path directory, long needed, long merge) throws IOException {
    long free = Files.getFileStore(directory).getUsableSpace();
    long others = reservations.stream().mapToLong(Reservation::outstanding).sum();
    if (others + needed > free) {
      throw tooLittle(directory, needed, merge, free, others);
    }
    reservation.outstanding.set(needed);
    reservations.add(reservation);
  }

  private static SluiceException tooLittle(
      Path directory, long needed, long merge, long free, long others) {
    return new SluiceException(
        ErrorCode.DISK_FULL,
        String.format(
            Locale.ROOT,
            "The export needs %s in %s (%s of it for the merge), but of the %s that are free %s"
                + " are promised to others: %s are missing. Free some, put sluice.work-dir on a"
                + " bigger disk, or try again when other exports have ended.",
            text(needed),
            directory,
            text(merge),
            text(free),
            text(others),
            text(others + needed - free)));
  }

  private static long present(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static String text(long bytes) {
    return bytes < 1 << 20
        ? bytes + " bytes"
        : String.format(Locale.ROOT, "%.1f MiB", bytes / 1048576.0);
  }

  /** What one transfer has been promised. An end is final, also for a promise still on its way. */
  final class Reservation {
    private final AtomicLong outstanding = new AtomicLong();
    private volatile boolean ended;

    private Reservation() {}

    /**
     * Promises room for slices of that size and their merge. Looks at the disk: not for event
     * loops.
     *
     * @throws SluiceException {@code disk-full} where there is less
     */
    Reservation claim(Path directory, long sizeBytes) throws IOException {
      long merge = (long) (sizeBytes * mergeSpace);
      promise(this, directory, Math.max(0, sizeBytes - present(directory)) + merge, merge);
      if (ended) {
        reservations.remove(this);
      }
      return this;
    }

    /** Bytes that are on disk now and thus no longer free anyway. */
    void used(long bytes) {
      outstanding.addAndGet(-bytes);
    }

    void end() {
      ended = true;
      reservations.remove(this);
    }

    private long outstanding() {
      return Math.max(0, outstanding.get());
    }
  }
}
