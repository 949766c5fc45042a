package io.sluice.store;

import static io.sluice.store.SampleRows.MORNING;
import static io.sluice.store.SampleRows.insert;
import static io.sluice.store.SampleRows.inserted;
import static io.sluice.store.SampleRows.labels;
import static io.sluice.store.SampleRows.now;
import static io.sluice.store.SampleRows.row;
import static io.sluice.store.SampleRows.seen;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rows are listed newest first, by filter and cursor, while others come and go. */
interface PageContract extends StoreUnderTest {

  /** A filter and, said once more, what it means. */
  record Question(Filter filter, Predicate<Labels> meaning) {}

  @Test
  default void pagesByEachOfItsFieldsAndByAllTogether() {
    // Given
    List<Row> rows = IntStream.range(0, 48).mapToObj(PageContract::sample).toList();
    assertThat(insert(store(), rows.toArray(Row[]::new))).isInstanceOf(Insertion.Stored.class);

    for (Question question : questions()) {
      // When
      List<Row> paged = pages(store(), question.filter(), 5);

      // Then
      List<Row> expected =
          rows.stream()
              .filter(row -> question.meaning().test(row.labels()))
              .sorted(Comparator.comparing(Row::id).reversed())
              .toList();
      assertThat(paged)
          .as("%s", question.filter())
          .extracting(SampleRows::seen)
          .containsExactlyElementsOf(expected.stream().map(SampleRows::seen).toList());
      assertThat(now(store().ids(question.filter())))
          .as("%s", question.filter())
          .containsExactlyElementsOf(expected.stream().map(Row::id).toList());
    }
  }

  /** Of two states, three tables, two connections, four batches; some ended, at other times. */
  private static Row sample(int number) {
    boolean ended = number % 3 == 0;
    return row(
        new Labels(
            ended ? "succeeded" : number % 7 == 0 ? "merging" : "queued",
            MORNING,
            ended ? Optional.of(MORNING.plus(Duration.ofHours(number))) : Optional.empty(),
            number % 2 == 0 ? "default" : "sales",
            List.of("in.c-shop.orders", "in.c-shop.items", "out.c-web.visits").get(number % 3),
            Optional.empty(),
            Map.of(),
            "",
            number % 4 == 0 ? Set.of() : Set.of("batch-" + number % 4, "all")));
  }

  /** Patterns of connections, and which there are that match one of them. */
  Map<Set<String>, Set<String>> SEEN =
      Map.of(
          Set.of(), Set.of(),
          Set.of("sales"), Set.of("sales"),
          Set.of("s*s", "dev-*"), Set.of("sales"),
          Set.of("unknown", "de*"), Set.of("default"),
          Set.of("*"), Set.of("default", "sales"));

  private static List<Question> questions() {
    Instant noon = MORNING.plus(Duration.ofHours(12));
    List<Question> questions = new ArrayList<>();
    for (Question states :
        List.of(
            new Question(Filter.ALL, any -> true),
            new Question(Filter.inStates(Set.of("merging")), is -> is.state().equals("merging")),
            new Question(Filter.inStates(Set.of("none")), any -> false),
            new Question(
                Filter.inStates(Set.of("queued", "succeeded")),
                is -> !is.state().equals("merging")))) {
      Filter in = states.filter();
      for (String table :
          List.of("", "*", "in.c-shop.orders", "in.c-shop.*", "in.c-sho", "out.*")) {
        for (String connection : List.of("", "sales", "unknown")) {
          for (String batch : List.of("", "batch-2", "all", "unknown")) {
            for (Optional<Instant> before : List.of(Optional.<Instant>empty(), Optional.of(noon))) {
              questions.add(
                  new Question(
                      new Filter(
                          in.states(),
                          given(table),
                          given(connection),
                          given(batch),
                          before,
                          Optional.empty()),
                      is ->
                          states.meaning().test(is)
                              && (table.isEmpty() || isTable(table, is.table()))
                              && (connection.isEmpty() || is.connection().equals(connection))
                              && (batch.isEmpty() || is.batches().contains(batch))
                              && (before.isEmpty()
                                  || (is.endedAt().isPresent()
                                      && is.endedAt().get().compareTo(noon) < 0))));
            }
          }
        }
      }
    }
    SEEN.forEach(
        (patterns, connections) ->
            questions.add(
                new Question(
                    Filter.inStates(Set.of("queued", "succeeded")).within(patterns),
                    is -> !is.state().equals("merging") && connections.contains(is.connection()))));
    return questions;
  }

  private static Optional<String> given(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  private static boolean isTable(String wanted, String table) {
    return wanted.endsWith("*") ? table.startsWith(wanted.replace("*", "")) : table.equals(wanted);
  }

  /** All rows, page after page, until one is not full. */
  private static List<Row> pages(ExportStore store, Filter filter, int limit) {
    List<Row> all = new ArrayList<>();
    List<Row> page = now(store.page(filter, Optional.empty(), limit));
    all.addAll(page);
    while (page.size() == limit) {
      page = now(store.page(filter, Optional.of(page.get(limit - 1).id()), limit));
      all.addAll(page);
    }
    return all;
  }

  @Test
  default void aCursorNeedNotBeARowThatIsThere() {
    // Given
    Row old = row(labels("queued"));
    Row cursor = row(labels("queued"));
    Row young = row(labels("queued"));
    inserted(store(), old, cursor, young);

    // When
    now(store().remove(cursor.id()));

    // Then
    assertThat(now(store().page(Filter.ALL, Optional.of(cursor.id()), 9)))
        .extracting(SampleRows::seen)
        .containsExactly(seen(old));
    assertThat(now(store().page(Filter.ALL, Optional.of(old.id()), 9))).isEmpty();
    assertThat(now(store().page(Filter.ALL, Optional.empty(), 0))).isEmpty();
  }

  @Test
  default void aRowIsListedByWhatItIsNow() {
    // Given
    Row row = row(labels("queued"));
    inserted(store(), row);

    // When
    now(store().save(SampleRows.next(row, labels("merging")), 1));

    // Then
    assertThat(now(store().ids(Filter.inStates(Set.of("queued"))))).isEmpty();
    assertThat(now(store().ids(Filter.inStates(Set.of("merging"))))).containsExactly(row.id());
  }

  /** Every other row comes and goes: those that stay are all listed, and none is listed twice. */
  @Test
  default void noRowIsListedTwiceNorHiddenWhileOthersComeAndGo() throws Exception {
    // Given
    List<Row> staying = new ArrayList<>();
    List<Row> going = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      staying.add(row(labels("queued")));
      going.add(row(labels("queued")));
    }
    inserted(store(), Stream.concat(staying.stream(), going.stream()).toArray(Row[]::new));
    AtomicBoolean enough = new AtomicBoolean();

    // When
    FutureTask<Void> others = Together.start(() -> comeAndGo(going, enough));

    // Then
    try {
      for (int round = 0; round < rounds(); round++) {
        List<Row> rows = pages(beside().store(), Filter.inStates(Set.of("queued")), 7);
        List<String> listed = rows.stream().map(Row::id).toList();
        assertThat(listed).isSortedAccordingTo(Comparator.reverseOrder()).doesNotHaveDuplicates();
        assertThat(listed).containsAll(staying.stream().map(Row::id).toList());
        assertThat(rows).allMatch(row -> row.labels().state().equals("queued"));
      }
    } finally {
      enough.set(true);
    }
    Together.end(others);
  }

  private void comeAndGo(List<Row> going, AtomicBoolean enough) {
    while (!enough.get()) {
      for (Row row : going) {
        now(store().save(SampleRows.next(row, labels("merging")), 1));
        now(store().remove(row.id()));
        inserted(store(), row);
      }
    }
  }
}
