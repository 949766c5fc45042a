package io.sluice.base;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.Cancellable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FairPermitsTest {
  private final Map<String, CompletableFuture<Void>> running = new LinkedHashMap<>();
  private final List<String> started = new ArrayList<>();
  private final List<Integer> numbers = new ArrayList<>();

  @Test
  void noMoreRunThanThereArePermitsAndTheirNumbersDiffer() {
    // Given
    FairPermits permits = new FairPermits(3);

    // When
    ask(permits, "a", 5);

    // Then
    assertThat(running).containsOnlyKeys("a0", "a1", "a2");
    assertThat(numbers).containsExactlyInAnyOrder(0, 1, 2);
  }

  @Test
  void aNewcomerGetsEveryFreePermitUntilItHoldsAsMany() {
    // Given
    FairPermits permits = new FairPermits(4);
    ask(permits, "big", 1000);
    ask(permits, "small", 3);

    // When
    end("big0");
    end("big1");
    end("big2");
    end("small0");

    // Then
    assertThat(started)
        .containsExactly("big0", "big1", "big2", "big3", "small0", "small1", "big4", "small2");
  }

  @Test
  void ownersThatHoldEquallyManyTakeTurns() {
    // Given
    FairPermits permits = new FairPermits(1);
    ask(permits, "a", 3);
    ask(permits, "b", 3);

    // When
    List.of("a0", "b0", "a1", "b1", "a2").forEach(this::end);

    // Then
    assertThat(started).containsExactly("a0", "b0", "a1", "b1", "a2", "b2");
  }

  @Test
  void onceClosedAPermitThatIsGivenBackGoesToNobody() {
    // Given
    FairPermits permits = new FairPermits(1);
    ask(permits, "a", 2);
    permits.close();

    // When
    end("a0");

    // Then
    assertThat(started).containsExactly("a0");
    assertThat(permits.waiting()).isOne();
  }

  @Test
  void whoGivesUpWaitingDoesNotTakeAPermitAway() {
    // Given
    FairPermits permits = new FairPermits(1);
    ask(permits, "a", 1);
    Cancellable impatient = ask(permits, "b", 1).get(0);
    ask(permits, "c", 1);

    // When
    impatient.cancel();
    end("a0");

    // Then
    assertThat(started).containsExactly("a0", "c0");
  }

  @Test
  void aPermitComesBackWhenTheWorkFailsOrIsCancelled() {
    // Given
    FairPermits permits = new FairPermits(1);
    Cancellable first = ask(permits, "a", 1).get(0);
    ask(permits, "b", 2);

    // When
    first.cancel();
    running.get("b0").completeExceptionally(new IllegalStateException("broken"));

    // Then
    assertThat(started).containsExactly("a0", "b0", "b1");
  }

  @Test
  void workThatFailsAJoinAndIsCancelledByItGivesBackOnePermitOnly() {
    // Given
    FairPermits permits = new FairPermits(2);
    Uni.join()
        .all(
            permits.use("a", number -> start("failing", number)),
            permits.use("a", number -> start("cancelled", number)))
        .andFailFast()
        .subscribe()
        .with(done -> {}, failed -> {});
    ask(permits, "b", 4);

    // When
    running.get("failing").completeExceptionally(new IllegalStateException("broken"));

    // Then
    assertThat(started).containsExactly("failing", "cancelled", "b0", "b1");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void noPermitIsLostWhateverIsCancelledOrEnded(long seed) {
    // Given
    FairPermits permits = new FairPermits(3);
    Random random = new Random(seed);
    List<Cancellable> all = new ArrayList<>();
    for (String owner : List.of("a", "b", "c")) {
      all.addAll(ask(permits, owner, 50));
    }
    for (int step = 0; step < 60; step++) {
      all.get(random.nextInt(all.size())).cancel();
      List<String> names = List.copyOf(running.keySet());
      end(names.get(random.nextInt(names.size())));
    }
    all.forEach(Cancellable::cancel);
    UniAssertSubscriber<Integer> subscriber = UniAssertSubscriber.create();

    // When
    Uni.join()
        .all(
            permits.use("x", this::hold),
            permits.use("x", this::hold),
            permits.use("x", this::hold))
        .andFailFast()
        .replaceWith(3)
        .subscribe()
        .withSubscriber(subscriber);

    // Then
    assertThat(numbers.subList(numbers.size() - 3, numbers.size())).containsExactly(0, 1, 2);
  }

  private Uni<Void> hold(int number) {
    numbers.add(number);
    return Uni.createFrom().nothing();
  }

  private List<Cancellable> ask(FairPermits permits, String owner, int works) {
    List<Cancellable> asked = new ArrayList<>();
    for (int work = 0; work < works; work++) {
      String name = owner + work;
      asked.add(
          permits
              .use(owner, number -> start(name, number))
              .subscribe()
              .with(done -> {}, failed -> {}));
    }
    return asked;
  }

  private Uni<Void> start(String name, int number) {
    CompletableFuture<Void> work = new CompletableFuture<>();
    started.add(name);
    numbers.add(number);
    running.put(name, work);
    return Uni.createFrom().completionStage(work);
  }

  private void end(String name) {
    running.get(name).complete(null);
  }
}
