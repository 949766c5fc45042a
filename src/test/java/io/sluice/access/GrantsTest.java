package io.sluice.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrantsTest {
  private final List<String> problems = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({
    "sales:read,             READ,    sales,      true",
    "sales:read,             SUBMIT,  sales,      false",
    "sales:read,             READ,    sales-eu,   false",
    "sales:submit,           READ,    sales,      true",
    "sales:submit,           OPERATE, sales,      false",
    "sales:operate,          SUBMIT,  sales,      true",
    "*:read,                 READ,    whatever,   true",
    "sales-*:submit,         SUBMIT,  sales-eu,   true",
    "sales-*:submit,         SUBMIT,  sales,      false",
    "*-eu:submit,            SUBMIT,  sales-eu,   true",
    "a*a:submit,             SUBMIT,  a,          false",
    "a*a:submit,             SUBMIT,  aa,         true",
    "Sales:read,             READ,    sales,      false",
    "*:read|sales:operate,   OPERATE, sales,      true",
    "*:read|sales:operate,   SUBMIT,  marketing,  false",
  })
  void allowsWhatIsGivenAndNothingMore(
      String texts, Grant wanted, String connection, boolean allowed) {
    // Given
    Grants grants = Grants.parse("key", List.of(texts.split("\\|", -1)), problems);

    // Then
    assertThat(problems).isEmpty();
    assertThat(grants.allow(wanted, connection)).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "sales,          no grant",
    "sales:,         names no grant",
    ":read,          no grant",
    "sales:raed,     did you mean read?",
    "sa les:read,    no grant",
    "*a*:read,       no grant",
    "sales:READ,     ",
  })
  void saysWhatIsWrongWithAGrant(String text, String problem) {
    // When
    Grants.parse("sluice.access.keys.etl.grants", List.of(text), problems);

    // Then
    if (problem == null) {
      assertThat(problems).isEmpty();
    } else {
      assertThat(problems)
          .singleElement()
          .asString()
          .startsWith("sluice.access.keys.etl.grants: \"" + text + "\"")
          .contains(problem);
    }
  }

  @Test
  void includesEachGrantInTheOnesAfterIt() {
    assertThat(Stream.of(Grant.values()).filter(Grant.OPERATE::includes)).hasSize(3);
    assertThat(Stream.of(Grant.values()).filter(Grant.READ::includes)).containsExactly(Grant.READ);
  }
}
