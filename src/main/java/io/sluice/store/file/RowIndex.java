package io.sluice.store.file;

import io.sluice.store.Filter;
import io.sluice.store.Labels;
import io.sluice.store.Newcomer;
import io.sluice.store.Row;
import io.sluice.store.SaveOutcome;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What every row is found by. Only what is durable stands here. Safe from any thread, and none
 * waits for one that looks at all rows; whoever decides and then writes does so on one.
 */
@Singleton
final class RowIndex {
  /** Of rows in few states a sort is cheaper than a look at all rows. */
  private static final int FEW = 4;

  private static final char POSITION = '/';

  private static final NavigableSet<String> NONE = Collections.emptyNavigableSet();

  /** A row without its document. */
  private record Entry(long version, long fence, Labels labels) {}

  /** The namespace of a key is its owner's. */
  private record Key(Optional<String> owner, String key) {}

  /** A key that a row is to have for its place in a batch, or for itself alone. */
  private record Wish(Key key, String place) {
    static Stream<Wish> of(Labels labels) {
      return labels.keys().entrySet().stream()
          .map(entry -> new Wish(new Key(labels.owner(), entry.getKey()), entry.getValue()));
    }

    boolean sharesWith(Labels other) {
      String theirs = other.keys().getOrDefault(key.key(), "");
      return !place.isEmpty()
          && batch(place).equals(batch(theirs))
          && (!place.equals(theirs) || place.equals(batch(place)));
    }

    private static String batch(String place) {
      return place.substring(0, (place + POSITION).indexOf(POSITION));
    }
  }

  private final ConcurrentNavigableMap<String, Entry> rows =
      new ConcurrentSkipListMap<>(Comparator.reverseOrder());
  private final Map<String, NavigableSet<String>> byState = new HashMap<>();
  private final Map<Key, NavigableSet<String>> byKey = new HashMap<>();
  private final Map<String, NavigableSet<String>> byBatch = new HashMap<>();
  private final Map<String, NavigableSet<String>> underWay = new HashMap<>();

  /** Takes the row as it is durable now. */
  synchronized void put(String id, long version, long fence, Labels labels) {
    Entry known = rows.get(id);
    long newest = known == null ? fence : Math.max(fence, known.fence());
    Labels compact = compact(labels);
    if (known != null) {
      forget(id, known.labels());
    }
    rows.put(id, new Entry(version, newest, compact)); // it is there all the time
    add(byState, compact.state(), id);
    compact.keys().keySet().forEach(key -> add(byKey, new Key(compact.owner(), key), id));
    compact.batches().forEach(batch -> add(byBatch, batch, id));
    if (!compact.digest().isEmpty()) {
      add(underWay, compact.digest(), id);
    }
  }

  /** What it was found by, where it was known. */
  synchronized Optional<Labels> remove(String id) {
    Optional<Labels> known = Optional.ofNullable(rows.remove(id)).map(Entry::labels);
    known.ifPresent(labels -> forget(id, labels));
    return known;
  }

  private void forget(String id, Labels labels) {
    take(byState, labels.state(), id);
    labels.keys().keySet().forEach(key -> take(byKey, new Key(labels.owner(), key), id));
    labels.batches().forEach(batch -> take(byBatch, batch, id));
    take(underWay, labels.digest(), id);
  }

  /** The row with the fence of its newest claim. */
  Row fenced(Row row) {
    Entry known = rows.get(row.id());
    return known == null || known.fence() <= row.fence()
        ? row
        : new Row(
            row.id(), row.version(), known.fence(), row.labels(), row.document(), row.parts());
  }

  boolean knows(String id) {
    return rows.containsKey(id);
  }

  /**
   * The rows that have a key of one of them and belong to another batch, or to none, or have its
   * place.
   */
  synchronized List<String> holders(List<Newcomer> newcomers) {
    return newcomers.stream()
        .map(newcomer -> newcomer.row().labels())
        .flatMap(Wish::of)
        .distinct() // a thousand members of a batch have one
        .flatMap(this::holders)
        .distinct()
        .sorted()
        .toList();
  }

  private Stream<String> holders(Wish wish) {
    Set<String> ids = byKey.getOrDefault(wish.key(), NONE);
    return ids.stream().filter(id -> !wish.sharesWith(rows.get(id).labels()));
  }

  synchronized List<String> byKey(Optional<String> owner, String key) {
    return List.copyOf(byKey.getOrDefault(new Key(owner, key), NONE));
  }

  /** The oldest row of an equal request that has not ended. */
  synchronized Optional<String> underWay(String digest) {
    return Optional.ofNullable(underWay.get(digest)).map(NavigableSet::first);
  }

  synchronized Map<String, String> underWay(Collection<String> digests) {
    Map<String, String> found = new HashMap<>();
    digests.forEach(digest -> underWay(digest).ifPresent(id -> found.put(digest, id)));
    return found;
  }

  List<String> page(Filter filter, Optional<String> after, int limit) {
    return candidates(filter, after)
        .filter(row -> filter.matches(row.getValue().labels()))
        .limit(limit)
        .map(Map.Entry::getKey)
        .toList();
  }

  Map<String, Long> count(Filter filter) {
    return filter.equals(Filter.ALL) ? count() : counted(filter);
  }

  private Map<String, Long> counted(Filter filter) {
    return rows.values().stream()
        .map(Entry::labels)
        .filter(filter::matches)
        .collect(Collectors.groupingBy(Labels::state, Collectors.counting()));
  }

  private synchronized Map<String, Long> count() {
    return byState.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, ids -> (long) ids.getValue().size()));
  }

  /** What a save of the row would come to. */
  synchronized SaveOutcome check(Row row, long before) {
    Entry known = rows.get(row.id());
    if (known == null) {
      return SaveOutcome.STALE;
    }
    if (row.fence() < known.fence()) {
      return SaveOutcome.FENCED;
    }
    if (known.version() != before) {
      return SaveOutcome.STALE;
    }
    return takesAKey(row, known.labels()) ? SaveOutcome.KEY_TAKEN : SaveOutcome.SAVED;
  }

  private boolean takesAKey(Row row, Labels before) {
    return Wish.of(row.labels())
        .filter(wish -> !wish.place().equals(before.keys().get(wish.key().key())))
        .flatMap(this::holders)
        .anyMatch(id -> !id.equals(row.id()));
  }

  /**
   * The next fence of the row: nothing is saved under an earlier one from now on. None where nobody
   * is to work on it.
   */
  synchronized OptionalLong nextFence(String id) {
    Entry known = rows.get(id);
    if (known == null || !known.labels().underWay()) {
      return OptionalLong.empty();
    }
    long next = known.fence() + 1;
    rows.put(id, new Entry(known.version(), next, known.labels()));
    return OptionalLong.of(next);
  }

  /** Newest first. */
  private Stream<Map.Entry<String, Entry>> candidates(Filter filter, Optional<String> after) {
    return few(filter)
        .map(ids -> sorted(ids, after))
        .orElseGet(() -> after.map(id -> rows.tailMap(id, false)).orElse(rows).entrySet().stream());
  }

  /** The ids among which those that match are, where that spares a look at all rows. */
  private synchronized Optional<List<String>> few(Filter filter) {
    if (filter.batch().isPresent()) {
      return Optional.of(List.copyOf(byBatch.getOrDefault(filter.batch().get(), NONE)));
    }
    return isRare(filter.states())
        ? Optional.of(
            filter.states().stream()
                .flatMap(state -> byState.getOrDefault(state, NONE).stream())
                .toList())
        : Optional.empty();
  }

  private boolean isRare(Set<String> states) {
    int count = states.stream().mapToInt(state -> byState.getOrDefault(state, NONE).size()).sum();
    return !states.isEmpty() && count * FEW < rows.size();
  }

  private Stream<Map.Entry<String, Entry>> sorted(List<String> ids, Optional<String> after) {
    return ids.stream()
        .filter(id -> after.map(limit -> id.compareTo(limit) < 0).orElse(true))
        .sorted(Comparator.reverseOrder())
        .flatMap(id -> Optional.ofNullable(rows.get(id)).map(row -> Map.entry(id, row)).stream());
  }

  /** Thousands of rows say the same, and whoever has ended equals nobody. */
  private Labels compact(Labels labels) {
    return new Labels(
        labels.state().intern(),
        labels.createdAt(),
        labels.endedAt(),
        labels.connection().intern(),
        labels.table().intern(),
        labels.owner().map(String::intern),
        labels.keys(),
        labels.underWay() ? labels.digest() : "",
        labels.batches().stream().map(String::intern).collect(Collectors.toSet()));
  }

  private static <K> void add(Map<K, NavigableSet<String>> index, K key, String id) {
    index.computeIfAbsent(key, none -> new TreeSet<>()).add(id);
  }

  private static <K> void take(Map<K, NavigableSet<String>> index, K key, String id) {
    index.computeIfPresent(key, (known, ids) -> ids.remove(id) && ids.isEmpty() ? null : ids);
  }
}
