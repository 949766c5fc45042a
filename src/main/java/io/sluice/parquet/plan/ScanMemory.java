package io.sluice.parquet.plan;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.parquet.file.RowGroupSize;
import io.sluice.parquet.file.SliceFooter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What Arrow holds at once while it scans Parquet slices one after the other. It decodes whole row
 * groups, whatever the size of a batch, and up to a gigabyte of them ahead of its reader
 * (measured). A slice that decodes to more than is wanted is therefore read in portions.
 *
 * @param portions of such a slice: how many row groups are read together, one after the other
 * @param batchRows rows to ask for at once
 * @param bytes at most, off the heap
 */
public record ScanMemory(Map<Path, List<Integer>> portions, int batchRows, long bytes) {
  private static final int MOST_ROWS = 1 << 16;
  private static final int LEAST_ROWS = 1 << 4;
  private static final long LARGEST_BATCH = 32L << 20;
  private static final int BATCHES_IN_FLIGHT = 4;
  private static final long LEAST_BYTES = 128L << 20;
  private static final int PORTIONS_OF_WANTED = 3;

  /** Of CSV, which Arrow reads in blocks that hold the longest record. */
  public static ScanMemory ofCsv(long longestRecord) {
    return new ScanMemory(Map.of(), MOST_ROWS, Math.max(LEAST_BYTES, 3 * longestRecord));
  }

  /**
   * Of these slices.
   *
   * @param wanted a scan that needs no more reads slices as they are
   * @param most {@code slice-too-large} where one that is read row group by row group needs more
   */
  public static ScanMemory of(List<SliceFooter> slices, long wanted, long most) {
    Map<Path, List<Integer>> portions = new HashMap<>();
    int batchRows = MOST_ROWS;
    long bytes = LEAST_BYTES;
    for (SliceFooter slice : slices) {
      List<RowGroupSize> groups = RowGroupSize.of(slice);
      long needed = together(groups);
      if (needed > wanted && groups.size() > 1) {
        List<Integer> cut = portions(groups, wanted / PORTIONS_OF_WANTED);
        portions.put(slice.slice(), cut);
        needed = inTurn(groups, cut);
      }
      if (needed > most) {
        throw tooLarge(slice, groups, needed, most);
      }
      batchRows = Math.min(batchRows, batchRows(groups));
      bytes = Math.max(bytes, needed);
    }
    return new ScanMemory(Map.copyOf(portions), batchRows, bytes);
  }

  /** Whether batches are so small that several make a good page. */
  public boolean smallBatches() {
    return batchRows < MOST_ROWS;
  }

  private static List<Integer> portions(List<RowGroupSize> groups, long most) {
    List<Integer> portions = new ArrayList<>();
    int count = 0;
    long decoded = 0;
    for (RowGroupSize group : groups) {
      if (count > 0 && sum(decoded, group.decoded()) > most) {
        portions.add(count);
        count = 0;
        decoded = 0;
      }
      count++;
      decoded = sum(decoded, group.decoded());
    }
    portions.add(count);
    return portions;
  }

  /** All of them decoded, the last one still being so. */
  private static long together(List<RowGroupSize> groups) {
    long decoded = 0;
    long decoding = 0;
    for (RowGroupSize group : groups) {
      decoded = sum(decoded, group.decoded());
      decoding = Math.max(decoding, group.decoding() - group.decoded());
    }
    return sum(decoded, decoding);
  }

  /** A portion being decoded while the last batches of those before it are encoded. */
  private static long inTurn(List<RowGroupSize> groups, List<Integer> portions) {
    long most = 0;
    long earlier = 0;
    int from = 0;
    for (int count : portions) {
      long last = from == 0 ? 0 : groups.get(from - 1).decoded();
      long held = Math.min(earlier, Math.max(last, BATCHES_IN_FLIGHT * LARGEST_BATCH));
      List<RowGroupSize> portion = groups.subList(from, from + count);
      most = Math.max(most, sum(together(portion), held));
      earlier = portion.stream().mapToLong(RowGroupSize::decoded).reduce(earlier, ScanMemory::sum);
      from += count;
    }
    return most;
  }

  /** So many that a batch of average rows is not too large for the row group that is written. */
  private static int batchRows(List<RowGroupSize> groups) {
    int rows = MOST_ROWS;
    while (rows > LEAST_ROWS && largestBatch(groups, rows) > LARGEST_BATCH) {
      rows /= 4;
    }
    return rows;
  }

  private static long largestBatch(List<RowGroupSize> groups, int rows) {
    return groups.stream()
        .filter(group -> group.rows() > 0)
        .mapToLong(group -> group.decoded() / group.rows() * Math.min(rows, group.rows()))
        .max()
        .orElse(0);
  }

  private static long sum(long a, long b) {
    return a + b < 0 ? Long.MAX_VALUE : a + b;
  }

  private static SluiceException tooLarge(
      SliceFooter slice, List<RowGroupSize> groups, long needed, long most) {
    RowGroupSize largest =
        groups.stream().max(Comparator.comparingLong(RowGroupSize::decoded)).orElseThrow();
    return new SluiceException(
        ErrorCode.SLICE_TOO_LARGE,
        ("The slice %s needs %d MiB to be read, where %d are allowed: %d rows that are stored"
                + " together decode to %d MiB, %d of them in the column \"%s\". Ask for fileType"
                + " csv, leave that column out, or raise sluice.merge.memory-limit and the"
                + " container's memory")
            .formatted(
                slice.slice().getFileName(),
                needed >> 20,
                most >> 20,
                largest.rows(),
                largest.decoded() >> 20,
                largest.largestColumn() >> 20,
                largest.column()));
  }
}
