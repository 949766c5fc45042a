package io.sluice.store.file;

import io.sluice.store.Filter;
import io.sluice.store.Labels;
import io.sluice.store.Newcomer;
import io.sluice.store.Row;
import io.sluice.store.SaveOutcome;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What every row is found by. Only what is durable stands here. Safe from any thread; whoever
 * decides and then writes does so on one.
 */
@Singleton
final class RowIndex {
  /** Of rows in few states a sort is cheaper than a look at all rows. */
  private static final int FEW = 4;

  /** A row without its document. */
  private record Entry(long version, long fence, Labels labels) {}

  /** The namespace of a key is its owner's. */
  private record Key(Optional<String> owner, String key) {}

  private final NavigableMap<String, Entry> rows = new TreeMap<>(Comparator.reverseOrder());
  private final Map<String, NavigableSet<String>> byState = new HashMap<>();
  private final Map<Key, NavigableSet<String>> byKey = new HashMap<>();
  private final Map<String, NavigableSet<String>> byBatch = new HashMap<>();
  private final Map<String, NavigableSet<String>> underWay = new HashMap<>();

  /** Takes the row as it is durable now. */
  synchronized void put(String id, long version, long fence, Labels labels) {
    Entry known = rows.get(id);
    long newest = known == null ? fence : Math.max(fence, known.fence());
    remove(id);
    Labels compact = compact(labels);
    rows.put(id, new Entry(version, newest, compact));
    add(byState, compact.state(), id);
    compact.keys().forEach(key -> add(byKey, new Key(compact.owner(), key), id));
    compact.batches().forEach(batch -> add(byBatch, batch, id));
    if (compact.underWay() && !compact.digest().isEmpty()) {
      add(underWay, compact.digest(), id);
    }
  }

  /** Whether it was known. */
  synchronized boolean remove(String id) {
    Entry known = rows.remove(id);
    if (known != null) {
      Labels labels = known.labels();
      take(byState, labels.state(), id);
      labels.keys().forEach(key -> take(byKey, new Key(labels.owner(), key), id));
      labels.batches().forEach(batch -> take(byBatch, batch, id));
      take(underWay, labels.digest(), id);
    }
    return known != null;
  }

  synchronized boolean knows(String id) {
    return rows.containsKey(id);
  }

  /** The rows that have a key of one of them and belong to another batch, or to none. */
  synchronized List<String> holders(List<Newcomer> newcomers) {
    Set<String> holders = new TreeSet<>();
    for (Newcomer newcomer : newcomers) {
      Labels labels = newcomer.row().labels();
      for (String key : labels.keys()) {
        Set<String> ids = byKey.getOrDefault(new Key(labels.owner(), key), new TreeSet<>());
        if (!ids.stream().allMatch(id -> shareABatch(rows.get(id).labels(), labels))) {
          holders.addAll(ids);
        }
      }
    }
    return List.copyOf(holders);
  }

  private static boolean shareABatch(Labels one, Labels other) {
    return one.batches().stream().anyMatch(other.batches()::contains);
  }

  synchronized List<String> byKey(Optional<String> owner, String key) {
    return List.copyOf(byKey.getOrDefault(new Key(owner, key), new TreeSet<>()));
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

  synchronized List<String> page(Filter filter, Optional<String> after, int limit) {
    return candidates(filter, after)
        .filter(id -> filter.matches(rows.get(id).labels()))
        .limit(limit)
        .toList();
  }

  synchronized Map<String, Long> count() {
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
    return known.version() == before ? SaveOutcome.SAVED : SaveOutcome.STALE;
  }

  /** The next fence of the row: nothing is saved under an earlier one from now on. */
  synchronized OptionalLong nextFence(String id) {
    Entry known = rows.get(id);
    if (known == null) {
      return OptionalLong.empty();
    }
    long next = known.fence() + 1;
    rows.put(id, new Entry(known.version(), next, known.labels()));
    return OptionalLong.of(next);
  }

  /** Newest first. */
  private Stream<String> candidates(Filter filter, Optional<String> after) {
    if (filter.batch().isPresent()) {
      return sorted(byBatch.getOrDefault(filter.batch().get(), new TreeSet<>()), after);
    }
    Set<String> inStates = new HashSet<>();
    if (isRare(filter.states())) {
      filter
          .states()
          .forEach(state -> inStates.addAll(byState.getOrDefault(state, new TreeSet<>())));
      return sorted(inStates, after);
    }
    return after.map(id -> rows.tailMap(id, false)).orElse(rows).keySet().stream();
  }

  private boolean isRare(Set<String> states) {
    int count =
        states.stream()
            .mapToInt(state -> byState.getOrDefault(state, new TreeSet<>()).size())
            .sum();
    return !states.isEmpty() && count * FEW < rows.size();
  }

  private static Stream<String> sorted(Collection<String> ids, Optional<String> after) {
    return ids.stream()
        .filter(id -> after.map(limit -> id.compareTo(limit) < 0).orElse(true))
        .sorted(Comparator.reverseOrder());
  }

  /** Thousands of rows say the same. */
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
