package io.sluice.api.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is understood of {@code Prefer}. */
class PreferencesTest {
  private static final Duration LONGEST = new TestLimits().longestWait();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wait=1",
        "WAIT=1",
        "wait = \"1\"",
        "wait=0001",
        "respond-async, wait=1",
        "wait=1; foo=\"a, wait=2\"",
        "foo=\"a, wait=2\", wait=1",
        "wait=x, wait=1, wait=2",
      })
  void waitsAsLongAsTheCallerWould(String prefer) {
    assertThat(wait(prefer)).contains(Duration.ofSeconds(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"wait=999999999", "wait=99999999999999999999999"})
  void waitsNoLongerThanIsAllowed(String prefer) {
    assertThat(wait(prefer)).contains(LONGEST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "wait",
        "wait=",
        "wait=-1",
        "wait=1.5",
        "await=1",
        "wait=1 2",
        "\"wait=1\"",
        "foo; wait=1",
        "foo=\"a, wait=1\"",
        "foo=\"a, wait=1",
      })
  void doesNotWaitForWhoDoesNotAskForIt(String prefer) {
    assertThat(wait(prefer)).isEmpty();
  }

  private static Optional<Duration> wait(String prefer) {
    return Preferences.longestWait(Optional.of(prefer), new TestLimits());
  }
}
