package io.sluice.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ApiKeyTest {
  private final SecureRandom random = new SecureRandom();

  @Test
  void makesKeysThatAreKnownAsSuchAndDiffer() {
    // When
    var keys =
        IntStream.range(0, 1_000)
            .mapToObj(i -> ApiKey.create(random).reveal())
            .collect(Collectors.toSet());

    // Then
    assertThat(keys)
        .hasSize(1_000)
        .allMatch(ApiKey::isKey)
        .allMatch(key -> key.matches("slc_[0-9A-Za-z]{49}"));
  }

  @Test
  void knowsAKeyThatWasCutOrMistyped() {
    // Given
    String key = ApiKey.create(random).reveal();
    char other = key.charAt(10) == 'x' ? 'y' : 'x';

    // Then
    assertThat(ApiKey.isKey(key.substring(0, key.length() - 1))).isFalse();
    assertThat(ApiKey.isKey(key.substring(0, 10) + other + key.substring(11))).isFalse();
    assertThat(ApiKey.isKey(key + "a")).isFalse();
    assertThat(ApiKey.isKey("")).isFalse();
  }

  @Test
  void comesWithTheLinesByWhichItIsKnown() {
    // When
    NewKey made =
        NewKey.of("etl", List.of("sales:submit", "*:read"), Optional.of(LocalDate.of(2027, 1, 31)));

    // Then
    assertThat(made.lines())
        .containsExactly(
            "sluice.access.keys.etl.sha256=" + ApiKey.digest(made.key()) + "@2027-01-31",
            "sluice.access.keys.etl.grants=sales:submit,*:read");
    assertThat(made.toString()).doesNotContain(made.key().reveal());
  }

  @Test
  void refusesANameThatNoLineCouldHold() {
    assertThatThrownBy(() -> NewKey.of("e t=l", List.of("*:raed"), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("letters, digits")
        .hasMessageContaining("did you mean read?");
  }
}
