package io.sluice.transfer.part;

import io.sluice.cloud.SliceAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A slice that is arriving: which object it is (entity tag, length, checksums) and which of its
 * bytes are on disk. Safe for use by several threads.
 */
public final class Part {
  private static final long ALIGNMENT = 1 << 20;

  private final SliceAddress address;
  private final Path target;
  private final Object recordLock = new Object();
  private Optional<String> entityTag = Optional.empty();
  private OptionalLong length = OptionalLong.empty();
  private Checksums checksums = Checksums.NONE;
  private List<Region> regions = List.of(new Region(0, Region.OPEN_END, 0));

  Part(SliceAddress address, Path target) {
    this.address = address;
    this.target = target;
  }

  public SliceAddress address() {
    return address;
  }

  /** Where the slice will be once it is complete and verified. */
  public Path target() {
    return target;
  }

  public Path path() {
    return target.resolveSibling(target.getFileName() + ".part");
  }

  Path recordPath() {
    return target.resolveSibling(target.getFileName() + ".part.meta");
  }

  /** Held while the record is written; never on an event loop. */
  Object recordLock() {
    return recordLock;
  }

  public synchronized Optional<String> entityTag() {
    return entityTag;
  }

  public synchronized OptionalLong length() {
    return length;
  }

  public synchronized Checksums checksums() {
    return checksums;
  }

  public synchronized List<Region> regions() {
    return regions;
  }

  /** Bytes that have arrived in all regions. */
  public synchronized long arrived() {
    return regions.stream().mapToLong(region -> region.position() - region.start()).sum();
  }

  public synchronized boolean isSplit() {
    return regions.size() > 1;
  }

  public synchronized boolean complete() {
    return regions.stream().allMatch(Region::complete);
  }

  /** Takes up what an earlier process left. */
  synchronized void resume(
      Optional<String> tag, OptionalLong bytes, Checksums sums, List<Region> left) {
    entityTag = tag;
    length = bytes;
    checksums = sums;
    regions = List.copyOf(left);
  }

  /** A response with the whole object begins: everything known before is void. */
  public synchronized Region begin(Optional<String> tag, OptionalLong bytes, Checksums sums) {
    entityTag = tag;
    length = bytes;
    checksums = sums;
    Region whole = new Region(0, bytes.orElse(Region.OPEN_END), 0);
    regions = List.of(whole);
    return whole;
  }

  /**
   * Cuts the whole into regions of about one size; returns all but the first, which is shortened.
   */
  public synchronized List<Region> split(int streams) {
    long total = length.orElseThrow();
    long share = (total / streams + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    List<Region> all = new ArrayList<>(regions);
    all.get(0).endAt(Math.min(share, total));
    for (long start = share; start < total; start += share) {
      all.add(new Region(start, Math.min(start + share, total), start));
    }
    regions = List.copyOf(all);
    return regions.subList(1, regions.size());
  }

  /** A range told the length that the first response had not. */
  public synchronized void learnLength(long bytes) {
    if (length.isEmpty()) {
      length = OptionalLong.of(bytes);
      regions.get(regions.size() - 1).endAt(bytes);
    }
  }

  /** The body came to a proper end: where the length was not known, it is now. */
  public synchronized void ended(Region region) {
    if (!region.endKnown()) {
      region.endAt(region.position());
      length = OptionalLong.of(region.position());
    }
  }

  /** Forgets everything; returns how many bytes that throws away. */
  public synchronized long startAgain() {
    long dropped = arrived();
    begin(Optional.empty(), OptionalLong.empty(), Checksums.NONE);
    return dropped;
  }
}
