package io.sluice.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.base.ErrorCode;
import io.sluice.base.ManualTimekeeper;
import io.sluice.base.Secret;
import io.sluice.base.SluiceException;
import io.sluice.fact.Fact;
import io.sluice.fact.Holds;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** storage-api.md 9: how access is renewed in mid-download. */
class RefreshingCredentialsTest {
  private static final Duration LIFE = Duration.ofHours(1);

  private final ManualTimekeeper time = new ManualTimekeeper();
  private final List<UniEmitter<? super CloudCredentials>> renewals = new ArrayList<>();
  private final CloudCredentials first = access("first");
  private final CredentialsProvider source =
      new RefreshingCredentials(
          first, () -> Uni.createFrom().emitter(renewals::add), time, Duration.ofMinutes(5));

  @Test
  void accessThatIsGoodIsKept() {
    // Given
    time.advance(Duration.ofMinutes(54));

    // When
    var asked = ask(source.current());

    // Then
    asked.assertItem(first);
    assertThat(renewals).isEmpty();
  }

  @Test
  @Holds(Fact.RENEWAL)
  void accessThatIsAboutToEndIsRenewedBeforehand() {
    // Given
    time.advance(Duration.ofMinutes(55));
    var asked = ask(source.current());
    CloudCredentials second = access("second");

    // When
    renewals.get(0).complete(second);

    // Then
    asked.assertItem(second);
  }

  @Test
  void aShortLifeIsRenewedInItsLastTenth() {
    // Given
    CloudCredentials brief = access("brief", Duration.ofMinutes(2));
    CredentialsProvider briefSource =
        new RefreshingCredentials(
            brief, () -> Uni.createFrom().emitter(renewals::add), time, Duration.ofMinutes(5));
    time.advance(Duration.ofSeconds(100));

    // When
    var asked = ask(briefSource.current());

    // Then
    asked.assertItem(brief);
  }

  @Test
  @Holds(Fact.RENEWAL)
  void oneRenewalServesAllSlicesThatWereRefused() {
    // Given
    var asked =
        List.of(ask(source.replace(first)), ask(source.replace(first)), ask(source.replace(first)));
    CloudCredentials second = access("second");

    // When
    renewals.get(0).complete(second);

    // Then
    assertThat(renewals).hasSize(1);
    assertThat(asked).allSatisfy(answer -> answer.assertItem(second));
  }

  @Test
  void aSliceThatLearnsLateThatItWasRefusedGetsWhatWasRenewedMeanwhile() {
    // Given
    CloudCredentials second = access("second");
    ask(source.replace(first));
    renewals.get(0).complete(second);

    // When
    var late = ask(source.replace(first));

    // Then
    late.assertItem(second);
    assertThat(renewals).hasSize(1);
  }

  @Test
  void whatWasRenewedCanBeRefusedAgain() {
    // Given
    CloudCredentials second = access("second");
    CloudCredentials third = access("third");
    ask(source.replace(first));
    renewals.get(0).complete(second);
    var again = ask(source.replace(second));

    // When
    renewals.get(1).complete(third);

    // Then
    again.assertItem(third);
  }

  @Test
  void aFailedEarlyRenewalLeavesWhatIsStillGood() {
    // Given
    time.advance(Duration.ofMinutes(56));
    var asked = ask(source.current());

    // When
    renewals.get(0).fail(unavailable());

    // Then
    asked.assertItem(first);
  }

  @Test
  void aFailedRenewalOfWhatHasEndedIsToldAndTriedAgainByTheNext() {
    // Given
    time.advance(LIFE);
    var asked = ask(source.current());
    renewals.get(0).fail(unavailable());
    CloudCredentials second = access("second");
    var next = ask(source.current());

    // When
    renewals.get(1).complete(second);

    // Then
    asked.assertFailedWith(SluiceException.class);
    next.assertItem(second);
  }

  @Test
  void aSliceThatGoesAwayDoesNotTakeTheRenewalFromTheOthers() {
    // Given
    var leaving = ask(source.replace(first));
    var staying = ask(source.replace(first));
    CloudCredentials second = access("second");
    leaving.cancel();

    // When
    renewals.get(0).complete(second);

    // Then
    staying.assertItem(second);
  }

  private CloudCredentials access(String token) {
    return access(token, LIFE);
  }

  private CloudCredentials access(String token, Duration life) {
    return new CloudCredentials.Gcp(
        "files", "exp/1", Secret.of(token), Optional.of(time.now().plus(life)));
  }

  private static SluiceException unavailable() {
    return new SluiceException(ErrorCode.STORAGE_UNAVAILABLE, "down");
  }

  private static UniAssertSubscriber<CloudCredentials> ask(Uni<CloudCredentials> uni) {
    return uni.subscribe().withSubscriber(UniAssertSubscriber.create());
  }
}
