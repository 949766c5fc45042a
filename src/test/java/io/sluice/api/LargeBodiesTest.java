package io.sluice.api;

import static io.sluice.api.ExportsApiTest.json;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.sluice.SandboxResource;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies as large as they may be, in which everything is wrong. */
@QuarkusTest
@WithTestResource(SandboxResource.class)
class LargeBodiesTest {
  private static final int FIELDS = 4000;
  private static final int MOST_REQUESTS = 2000;

  @ParameterizedTest
  @ValueSource(strings = {"/v1/exports", "/v1/batches"})
  void areAnsweredWithTheFirstErrorsAndTheNumberOfTheRest(String path) {
    // When
    Response refused = json(unknownFields()).post(path);

    // Then
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.jsonPath().getList("errors")).hasSize(20);
    assertThat(refused.jsonPath().getString("detail"))
        .matches(".*\\(and \\d{4} more; the first 20 are listed\\)");
    assertThat(refused.asString().length()).isLessThan(8_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/exports", "/v1/batches"})
  void areReadBesideTheEventLoops(String path) {
    // Given
    String body = unknownFields();
    Set<String> readers = ConcurrentHashMap.newKeySet();

    // When
    for (int i = 0; i < MOST_REQUESTS && readers.isEmpty(); i++) {
      CompletableFuture<Response> answer =
          CompletableFuture.supplyAsync(() -> json(body).post(path));
      while (!answer.isDone()) {
        addReaders(readers);
      }
    }

    // Then
    assertThat(readers).isNotEmpty().allMatch(thread -> thread.startsWith("sluice-bodies"));
  }

  private static String unknownFields() {
    return IntStream.range(0, FIELDS)
        .mapToObj(i -> "\"colums%d\":1".formatted(i))
        .collect(joining(",", "{", "}"));
  }

  /** Threads that are at this moment in the code that reads requests. */
  private static void addReaders(Set<String> readers) {
    for (Map.Entry<Thread, StackTraceElement[]> thread : Thread.getAllStackTraces().entrySet()) {
      if (Arrays.stream(thread.getValue()).anyMatch(LargeBodiesTest::reads)) {
        readers.add(thread.getKey().getName());
      }
    }
  }

  private static boolean reads(StackTraceElement frame) {
    return frame.getClassName().equals("io.sluice.api.request.JsonBody")
        || frame.getClassName().equals("io.sluice.api.request.JsonFieldReader");
  }
}
