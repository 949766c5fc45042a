package io.sluice.storage.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sluice.Configured;
import io.sluice.base.ManualTimekeeper;
import io.sluice.storage.lookup.AnswerCache.Question;
import io.sluice.storage.wire.StorageConfig;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AnswerCacheTest {
  private static final Question QUESTION = new Question("default", List.of("buckets"));

  private final AnswerCache answers =
      new AnswerCache(
          Configured.with(StorageConfig.class, Map.of()).lookup(), new ManualTimekeeper());

  static Stream<Arguments> defects() {
    Supplier<Uni<String>> asked = () -> Uni.createFrom().item("answer");
    Supplier<Uni<String>> throwing =
        () -> {
          throw new IllegalStateException("a defect");
        };
    ToLongFunction<String> weight = String::length;
    ToLongFunction<String> defect =
        answer -> {
          throw new IllegalStateException("a defect");
        };
    return Stream.of(
        Arguments.of(throwing, weight),
        Arguments.of(asked, defect),
        Arguments.of((Supplier<Uni<String>>) () -> Uni.createFrom().nullItem(), weight));
  }

  @ParameterizedTest
  @MethodSource("defects")
  void aDefectLeavesNoQuestionUnderWayForEver(
      Supplier<Uni<String>> ask, ToLongFunction<String> weight) {
    // Given
    Throwable failure = catchThrowable(() -> now(answers.get(QUESTION, ask, weight)));
    assertThat(failure).isInstanceOfAny(IllegalStateException.class, NullPointerException.class);

    // When
    String next = now(answers.get(QUESTION, () -> Uni.createFrom().item("next"), String::length));

    // Then
    assertThat(next).isEqualTo("next");
  }

  @Test
  void anAnswerIsKeptForEachConnectionByItself() {
    // Given
    now(answers.get(QUESTION, () -> Uni.createFrom().item("one"), String::length));
    Question other = new Question("other", QUESTION.about());

    // When
    String answer = now(answers.get(other, () -> Uni.createFrom().item("two"), String::length));

    // Then
    assertThat(answer).isEqualTo("two");
  }

  private static <T> T now(Uni<T> answer) {
    return answer.await().atMost(Duration.ofSeconds(5));
  }
}
