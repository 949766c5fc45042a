package io.sluice.transfer.part;

/**
 * Bytes of a slice that one stream after the other fetches in order. Written by the stream's event
 * loop alone, read by any thread.
 */
public final class Region {
  static final long OPEN_END = Long.MAX_VALUE;

  private final long start;
  private volatile long end;
  private volatile long position;
  private volatile boolean writing;

  Region(long start, long end, long position) {
    this.start = start;
    this.end = end;
    this.position = position;
  }

  public long start() {
    return start;
  }

  /**
   * Where the region ends, exclusive; as good as infinite while the slice's length is not known.
   */
  public long end() {
    return end;
  }

  public boolean endKnown() {
    return end != OPEN_END;
  }

  /** The next byte to fetch. */
  public long position() {
    return position;
  }

  public boolean complete() {
    return position == end;
  }

  /** Sets the end: the response said it, or the region is split, or the body came to its end. */
  void endAt(long newEnd) {
    end = newEnd;
  }

  /** A stream begins to write; until {@link #settled} the position runs ahead of the disk. */
  void writing() {
    writing = true;
  }

  /** Bytes were handed to the disk. Only the one stream that writes the region calls it. */
  @SuppressWarnings("NonAtomicVolatileUpdate")
  void advance(long bytes) {
    position += bytes;
  }

  /** All that was handed to the disk has been written. */
  void settled() {
    writing = false;
  }

  /** A write failed: only what lies this far back is certain to be there. */
  void stepBack(long bytes) {
    position = Math.max(start, position - bytes);
    writing = false;
  }

  /** What is certain to be on disk when at most so many bytes are on their way there. */
  long certain(long underWay) {
    return writing ? Math.max(start, position - underWay) : position;
  }
}
