package io.sluice.sandbox.wire;

import io.vertx.core.MultiMap;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The latest requests, for tests to look at. Safe for any thread, bounded. */
public final class RequestLog {
  private static final int LIMIT = 20_000;

  /**
   * A request that has been answered, or whose connection has ended.
   *
   * @param path below the sandbox's base, without the query
   * @param headers as they came, with the secrets in them
   * @param bytesSent of the body
   */
  public record Entry(
      String method, String path, MultiMap headers, int status, long bytesSent, String fault) {}

  private final Deque<Entry> entries = new ArrayDeque<>();
  private final Deque<String> leaks = new ArrayDeque<>();

  synchronized void add(Entry entry) {
    if (entries.size() == LIMIT) {
      entries.removeFirst();
    }
    entries.addLast(entry);
  }

  /** Notes that a secret came to where it must not come. */
  public synchronized void leak(String what) {
    if (leaks.size() < LIMIT) {
      leaks.addLast(what);
    }
  }

  /** Oldest first. */
  public synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** The requests whose path begins so. */
  public List<Entry> under(String prefix) {
    return entries().stream().filter(entry -> entry.path().startsWith(prefix)).toList();
  }

  /** Bytes of bodies sent for paths that begin so. */
  public long bytesSent(String prefix) {
    return under(prefix).stream().mapToLong(Entry::bytesSent).sum();
  }

  /** Secrets that came to where they must not come; none is as it should be. */
  public synchronized List<String> leaks() {
    return List.copyOf(leaks);
  }

  public synchronized void clear() {
    entries.clear();
    leaks.clear();
  }
}
