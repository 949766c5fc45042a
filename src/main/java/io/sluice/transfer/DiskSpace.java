package io.sluice.transfer;

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
final class DiskSpace {
  private final Set<Reservation> reservations = ConcurrentHashMap.newKeySet();
  private final double mergeSpace;

  /**
   * No space is promised yet.
   *
   * @param mergeSpace what a merge needs besides its slices, as a multiple of their size
   */
  DiskSpace(double mergeSpace) {
    this.mergeSpace = mergeSpace;
  }

  /** Promises room for slices of that size and their merge, or fails with {@code disk-full}. */
  Reservation reserve(Path directory, long sizeBytes) throws IOException {
    long merge = (long) (sizeBytes * mergeSpace);
    long needed = Math.max(0, sizeBytes - present(directory)) + merge;
    long free = Files.getFileStore(directory).getUsableSpace();
    Reservation reservation = new Reservation(needed);
    reservations.add(reservation);
    long promised = reservations.stream().mapToLong(Reservation::open).sum();
    if (promised > free) {
      reservation.end();
      throw tooLittle(directory, needed, merge, free, promised);
    }
    return reservation;
  }

  private static SluiceException tooLittle(
      Path directory, long needed, long merge, long free, long promised) {
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
            text(promised - needed),
            text(promised - free)));
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

  /** What one transfer has been promised. */
  final class Reservation {
    private final AtomicLong open;

    private Reservation(long bytes) {
      this.open = new AtomicLong(bytes);
    }

    /** Bytes that are on disk now and thus no longer free anyway. */
    void used(long bytes) {
      open.addAndGet(-bytes);
    }

    void end() {
      reservations.remove(this);
    }

    private long open() {
      return Math.max(0, open.get());
    }
  }
}
