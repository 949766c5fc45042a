package io.sluice.api.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.request.TestLimits;
import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StreamLimiterTest {
  private final StreamLimiter limiter = new StreamLimiter(new TestLimits());
  private final List<UniEmitter<? super String>> begun = new ArrayList<>();

  enum Outcome {
    ITEM,
    FAILURE,
    CANCELLED,
    FAILED_TO_BEGIN
  }

  @ParameterizedTest
  @EnumSource(Outcome.class)
  void countWhoWaitsForAsLongAsItTakes(Outcome outcome) {
    // Given
    Uni<String> waiting = limiter.during("a", () -> work(outcome));

    // When
    UniAssertSubscriber<String> caller =
        waiting.subscribe().withSubscriber(UniAssertSubscriber.create());
    int meanwhile = limiter.count();
    switch (outcome) {
      case ITEM -> begun.get(0).complete("done");
      case FAILURE -> begun.get(0).fail(new IllegalStateException("failed"));
      case CANCELLED -> caller.cancel();
      case FAILED_TO_BEGIN -> caller.assertFailed();
    }

    // Then
    assertThat(meanwhile).isEqualTo(outcome == Outcome.FAILED_TO_BEGIN ? 0 : 1);
    assertThat(limiter.count()).isZero();
  }

  @Test
  void refuseWhoWaitsBesideAsManyStreamsAsAreAllowedBeforeAnythingIsBegun() {
    // Given
    limiter.enter("a");
    limiter.enter("a");

    // When
    UniAssertSubscriber<String> refused = wait("a");
    UniAssertSubscriber<String> other = wait("b");

    // Then
    refused.assertFailedWith(
        SluiceException.class, "2 event streams and waiting requests are open from a");
    refused.assertFailedWith(SluiceException.class, "sluice.limits.watchers-per-client");
    assertThat(((SluiceException) refused.getFailure()).code())
        .isEqualTo(ErrorCode.TOO_MANY_WATCHERS);
    assertThat(((SluiceException) refused.getFailure()).retryAfter()).isPresent();
    other.assertNotTerminated();
    assertThat(begun).hasSize(1);
    assertThat(limiter.count()).isEqualTo(3);
  }

  @Test
  void refuseStreamsBesideAsManyWhoWait() {
    // Given
    wait("a");
    wait("b");
    wait("b");

    // When
    UniAssertSubscriber<String> refused = wait("c");

    // Then
    refused.assertFailedWith(SluiceException.class, "the most that sluice.limits.watchers allows");
  }

  private UniAssertSubscriber<String> wait(String client) {
    return limiter
        .during(client, () -> work(Outcome.ITEM))
        .subscribe()
        .withSubscriber(UniAssertSubscriber.create());
  }

  private Uni<String> work(Outcome outcome) {
    if (outcome == Outcome.FAILED_TO_BEGIN) {
      throw new IllegalStateException("not begun");
    }
    return Uni.createFrom().emitter(begun::add);
  }
}
