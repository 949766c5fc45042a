package io.sluice.csv;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.OptionalLong;

/**
 * Counts the records of CSV (storage-api.md 5) as its bytes go by. Records end with LF, CRLF or CR;
 * a quote opens a quoted value at the value's beginning only and is a plain character after that.
 * Used by one thread at a time.
 */
public final class RecordCounter {
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long QUOTES = 0x2222222222222222L;
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final int MARK_AND_QUOTE = 0xEFBBBF00 | '"';
  private static final int MARK = 0xEFBBBF;

  private enum State {
    VALUE_START,
    UNQUOTED,
    QUOTED,
    QUOTE_WITHIN,
    AFTER_CR
  }

  private State state = State.VALUE_START;
  private long before;
  private int head;
  private long records;
  private long recordStart;
  private long longest;
  private int separators;
  private int columns;
  private OptionalLong emptyLine = OptionalLong.empty();
  private boolean nul;

  /** Why bytes are not CSV. */
  public static final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    Malformed(long offset, long record, String why) {
      super("record %d, at byte %d, %s".formatted(record, offset, why));
    }
  }

  /** The next bytes, from the array's beginning. */
  public void count(byte[] bytes, int length) throws Malformed {
    for (int i = 0; before + i < Integer.BYTES && i < length; i++) {
      head = (head << Byte.SIZE) | (bytes[i] & 0xFF);
    }
    int at = 0;
    while (at < length) {
      at =
          switch (state) {
            case QUOTED -> quoted(bytes, at, length);
            case UNQUOTED -> unquoted(bytes, at, length);
            default -> structure(bytes, at);
          };
    }
    before += length;
  }

  /** Goes to the closing quote, eight bytes at a time: most bytes of a slice are within quotes. */
  private int quoted(byte[] bytes, int from, int length) {
    int at = from;
    long zeros = 0;
    while (at + Long.BYTES <= length) {
      long eight = (long) EIGHT_BYTES.get(bytes, at);
      zeros |= zeros(eight);
      long found = zeros(eight ^ QUOTES);
      if (found != 0) {
        at += Long.numberOfTrailingZeros(found) / Byte.SIZE;
        break;
      }
      at += Long.BYTES;
    }
    while (at < length && bytes[at] != '"') {
      zeros |= bytes[at] == 0 ? 1 : 0;
      at++;
    }
    nul |= zeros != 0;
    if (at == length) {
      return at;
    }
    state = State.QUOTE_WITHIN;
    at++;
    if (at + 1 < length && bytes[at] == ',' && bytes[at + 1] == '"') {
      separators++;
      state = State.QUOTED;
      at += 2;
    }
    return at;
  }

  /** Not zero exactly where one of the eight bytes is; its lowest bit marks the first of them. */
  private static long zeros(long eight) {
    return eight - ONES & ~eight & HIGH_BITS;
  }

  private int unquoted(byte[] bytes, int from, int length) throws Malformed {
    int at = from;
    while (at < length) {
      byte next = bytes[at];
      if (next <= ',' && (next == ',' || next == '\n' || next == '\r' || next == 0)) {
        return structure(bytes, at);
      }
      at++;
    }
    return at;
  }

  private int structure(byte[] bytes, int at) throws Malformed {
    byte next = bytes[at];
    long end = before + at + 1;
    if (state == State.AFTER_CR) {
      state = State.VALUE_START;
      if (next == '\n') {
        recordStart = end;
        return at + 1;
      }
    }
    switch (next) {
      case ',' -> {
        separators++;
        state = State.VALUE_START;
      }
      case '\n', '\r' -> {
        endRecord(end, end - 1);
        state = next == '\r' ? State.AFTER_CR : State.VALUE_START;
      }
      case '"' -> state = state == State.UNQUOTED ? State.UNQUOTED : State.QUOTED;
      default -> {
        if (state == State.QUOTE_WITHIN) {
          throw malformed(end - 1, "goes on after a closing quote");
        }
        nul |= next == 0;
        state = State.UNQUOTED;
      }
    }
    return at + 1;
  }

  private void endRecord(long end, long contentEnd) {
    records++;
    if (records == 1) {
      columns = separators + 1;
    }
    if (contentEnd == recordStart && emptyLine.isEmpty()) {
      emptyLine = OptionalLong.of(records);
    }
    longest = Math.max(longest, end - recordStart);
    recordStart = end;
  }

  /** How many records have ended. */
  public long records() {
    return records;
  }

  /**
   * Bytes up to the end of the last record that has ended; where that is a CR and the last byte, an
   * LF that follows belongs to it.
   */
  public long wholeRecords() {
    return recordStart;
  }

  /** After the last byte. */
  public CsvSummary end() throws Malformed {
    if (state == State.QUOTED) {
      throw malformed(before, "ends inside quotes");
    }
    if (before >= Integer.BYTES && head == MARK_AND_QUOTE) {
      throw malformed(0, "begins with a byte order mark before a quote");
    }
    boolean separator = state == State.VALUE_START && before > recordStart;
    if (before > recordStart) {
      endRecord(before, before);
    }
    boolean mark = before >= 3 && (before == 3 ? head : head >>> Byte.SIZE) == MARK;
    return new CsvSummary(records, before, columns, longest, emptyLine, nul, mark, separator);
  }

  private Malformed malformed(long offset, String why) {
    return new Malformed(offset, records + 1, why);
  }
}
