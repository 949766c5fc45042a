package io.sluice.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.sluice.Configured;
import io.sluice.access.Passes.Purpose;
import io.sluice.base.ManualTimekeeper;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PassesTest {
  private static final Credential KEY = new Credential.Key("ab".repeat(32));
  private static final Duration LIFE = Duration.ofMinutes(15);

  private final ManualTimekeeper time = new ManualTimekeeper();
  private final Passes passes = passes(Map.of());

  @Test
  void standsForItsCredentialUntilItEnds() {
    // Given
    String pass = passes.make(Purpose.LINK, "0193", KEY, LIFE);
    assertThat(passes.open(Purpose.LINK, "0193", pass)).hasValue(KEY);

    // When
    time.advance(LIFE);

    // Then
    assertThat(passes.open(Purpose.LINK, "0193", pass)).isEmpty();
  }

  @Test
  void isGoodForNothingElse() {
    // Given
    String pass = passes.make(Purpose.LINK, "0193", KEY, LIFE);

    // Then
    assertThat(passes.open(Purpose.LINK, "0194", pass)).isEmpty();
    assertThat(passes.open(Purpose.TICKET, "0193", pass)).isEmpty();
    assertThat(passes.open(Purpose.SESSION, "", pass)).isEmpty();
  }

  @Test
  void endsWithTheTokenThatItStandsFor() {
    // Given
    Credential token =
        new Credential.Token(
            new Identity("https://people", "ann", Set.of("data"), Set.of()),
            time.now().plusSeconds(60));
    String pass = passes.make(Purpose.SESSION, "", token, LIFE);
    assertThat(passes.open(Purpose.SESSION, "", pass)).hasValue(token);

    // When
    time.advance(Duration.ofSeconds(60));

    // Then
    assertThat(passes.open(Purpose.SESSION, "", pass)).isEmpty();
  }

  @Test
  void letsATicketInOnce() {
    // Given
    String ticket = passes.make(Purpose.TICKET, "/v1/events", KEY, LIFE);

    // Then
    assertThat(passes.open(Purpose.TICKET, "/v1/events", ticket)).hasValue(KEY);
    assertThat(passes.open(Purpose.TICKET, "/v1/events", ticket)).isEmpty();
  }

  @Test
  void isNothingWhereAnyOfItsBytesIsAnother() {
    // Given
    byte[] pass = Base64.getUrlDecoder().decode(passes.make(Purpose.SESSION, "", KEY, LIFE));

    // Then
    assertThat(IntStream.range(0, pass.length).mapToObj(i -> flipped(pass, i)))
        .allSatisfy(text -> assertThat(passes.open(Purpose.SESSION, "", text)).isEmpty());
    assertThat(passes.open(Purpose.SESSION, "", "")).isEmpty();
    assertThat(passes.open(Purpose.SESSION, "", "no base 64")).isEmpty();
  }

  @Test
  void isKnownAtEveryReplicaThatHasTheSecretAndAtNoOther() {
    // Given
    Map<String, String> secret = Map.of("sluice.access.pass-secret", "s".repeat(32));
    String pass = passes(secret).make(Purpose.SESSION, "", KEY, LIFE);

    // Then
    assertThat(passes(secret).open(Purpose.SESSION, "", pass)).hasValue(KEY);
    assertThat(passes.open(Purpose.SESSION, "", pass)).isEmpty();
  }

  private static String flipped(byte[] bytes, int at) {
    byte[] other = bytes.clone();
    other[at] ^= 1;
    return Base64.getUrlEncoder().withoutPadding().encodeToString(other);
  }

  private Passes passes(Map<String, String> settings) {
    return new Passes(
        Configured.with(AccessConfig.class, settings),
        new ObjectMapper().registerModules(new Jdk8Module(), new JavaTimeModule()),
        time);
  }
}
