package io.sluice.telemetry;

import static io.restassured.RestAssured.given;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.sluice.SandboxResource;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With traces on, one export is one trace from the caller to the delivery. */
@QuarkusTest
@TestProfile(TracingTest.TracesOn.class)
@WithTestResource(SandboxResource.class)
class TracingTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CALLER = "00f067aa0ba902b7";
  private static final List<SpanData> SPANS = new CopyOnWriteArrayList<>();

  /** Spans go to a list here, and nowhere else. */
  public static final class TracesOn implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "quarkus.otel.sdk.disabled", "false",
          "quarkus.otel.exporter.otlp.traces.endpoint", "http://localhost:1");
    }

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
      return Set.of(Collected.class);
    }
  }

  /** Takes each span as it ends. */
  @Alternative
  @Singleton
  static final class Collected {
    @Produces
    @Singleton
    SpanProcessor collector() {
      return SimpleSpanProcessor.create(new IntoList());
    }
  }

  private static final class IntoList implements SpanExporter {
    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      SPANS.addAll(spans);
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }

  @BeforeEach
  void forgetOtherTests() {
    SPANS.clear();
  }

  @Test
  void anExportIsOneTraceFromTheCallerToTheDelivery() {
    // Given
    String traceparent = "00-" + TRACE + "-" + CALLER + "-01";

    // When
    JsonPath export =
        given()
            .header("traceparent", traceparent)
            .header("Prefer", "wait=60")
            .contentType("application/json")
            .body("{\"table\": \"in.c-shop.customers\"}")
            .post("/v1/exports")
            .jsonPath();

    // Then
    assertThat(export.getString("traceId")).isEqualTo(TRACE);
    await().atMost(10, SECONDS).until(() -> named("POST /v1/exports").size() == 1);
    SpanData request = named("POST /v1/exports").get(0);
    assertThat(request.getParentSpanId()).isEqualTo(CALLER);
    assertThat(phases())
        .extracting(SpanData::getName)
        .contains(
            "export queued",
            "export starting",
            "export exporting",
            "export downloading",
            "export slice",
            "export merging",
            "export delivering");
    assertThat(phases())
        .allSatisfy(
            span -> {
              assertThat(span.getTraceId()).isEqualTo(TRACE);
              assertThat(span.getParentSpanId()).isEqualTo(request.getSpanId());
              assertThat(span.getEndEpochNanos()).isGreaterThanOrEqualTo(span.getStartEpochNanos());
            });
  }

  @Test
  void noSpanHoldsAnAddressThatIsSigned() {
    // When
    given()
        .header("Prefer", "wait=60")
        .contentType("application/json")
        .body("{\"table\": \"in.c-shop.customers\", \"limit\": 7}")
        .post("/v1/exports")
        .then()
        .body("state", equalTo("succeeded"));

    // Then
    await().atMost(10, SECONDS).until(() -> named("export delivering").size() >= 1);
    assertThat(SPANS)
        .allSatisfy(
            span -> assertThat(span.getAttributes().toString()).doesNotContainIgnoringCase("sig"));
  }

  private static List<SpanData> named(String name) {
    return SPANS.stream().filter(span -> span.getName().equals(name)).toList();
  }

  private static List<SpanData> phases() {
    return SPANS.stream().filter(span -> span.getName().startsWith("export ")).toList();
  }
}
