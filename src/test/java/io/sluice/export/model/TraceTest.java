package io.sluice.export.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceTest {
  private static final String ID = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SPAN = "00f067aa0ba902b7";

  @Test
  void takesTheCallersHeader() {
    // When
    Optional<Trace> trace = Trace.parse("00-" + ID + "-" + SPAN + "-01");

    // Then
    assertThat(trace).contains(new Trace(ID, SPAN, "01"));
  }

  @Test
  void takesWhatALaterVersionBegins() {
    // When
    Optional<Trace> trace = Trace.parse("cc-" + ID + "-" + SPAN + "-00-more");

    // Then
    assertThat(trace).contains(new Trace(ID, SPAN, "00"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00-" + ID + "-" + SPAN,
        "ff-" + ID + "-" + SPAN + "-01",
        "00-00000000000000000000000000000000-" + SPAN + "-01",
        "00-" + ID + "-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-" + SPAN + "-01",
      })
  void ignoresWhatIsNoTrace(String header) {
    // When
    Optional<Trace> trace = Trace.parse(header);

    // Then
    assertThat(trace).isEmpty();
  }
}
