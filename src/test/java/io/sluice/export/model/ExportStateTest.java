package io.sluice.export.model;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Walks every pair of states: a move that is not drawn here must not exist as a method. */
class ExportStateTest {

  @ParameterizedTest
  @CsvSource({
    "Queued,      Starting Failed Cancelled",
    "Starting,    Exporting Failed Cancelled",
    "Exporting,   Exporting Downloading Failed Cancelled",
    "Downloading, Merging Failed Cancelled",
    "Merging,     Delivering Downloading Failed Cancelled",
    "Delivering,  Succeeded Merging Failed Cancelled",
    "Succeeded,   ''",
    "Failed,      ''",
    "Cancelled,   ''",
  })
  void offersTheLegalMovesAndNoOthers(String state, String successors) {
    // Given
    Class<?> type = stateNamed(state);

    // When
    Set<String> moves =
        Stream.of(type.getMethods())
            .filter(method -> !Modifier.isStatic(method.getModifiers()))
            .filter(method -> !method.getName().equals("settled")) // the same state
            .map(Method::getReturnType)
            .filter(ExportState.class::isAssignableFrom)
            .map(Class::getSimpleName)
            .collect(toSet());

    // Then
    assertThat(moves)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(successors.split(" ")).filter(name -> !name.isEmpty()).toList());
  }

  @Test
  void everyCaseIsEitherActiveOrEnded() {
    // When
    Set<String> cases = cases().map(Class::getSimpleName).collect(toSet());

    // Then
    assertThat(cases)
        .containsExactlyInAnyOrder(
            "Queued",
            "Starting",
            "Exporting",
            "Downloading",
            "Merging",
            "Delivering",
            "Succeeded",
            "Failed",
            "Cancelled");
  }

  private static Class<?> stateNamed(String name) {
    return cases().filter(type -> type.getSimpleName().equals(name)).findFirst().orElseThrow();
  }

  private static Stream<Class<?>> cases() {
    return Arrays.stream(ExportState.class.getPermittedSubclasses())
        .flatMap(type -> Arrays.stream(type.getPermittedSubclasses()));
  }
}
