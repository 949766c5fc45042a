package io.sluice.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.sluice.SandboxResource;
import io.sluice.api.problem.ProblemPages;
import io.sluice.export.model.ExportState.Kind;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The OpenAPI document and the program say the same: neither may go stale. */
@QuarkusTest
@WithTestResource(SandboxResource.class)
class OpenApiTest {
  private static final List<Class<?>> RESOURCES =
      List.of(
          ExportsResource.class,
          BatchesResource.class,
          EventsResource.class,
          StatusResource.class,
          SessionResource.class,
          TicketsResource.class,
          ConnectionsResource.class,
          ProblemPages.class);

  private JsonNode document;

  @BeforeEach
  void read() throws Exception {
    document = new ObjectMapper().readTree(given().get("/q/openapi?format=json").asString());
  }

  @Test
  void isOfVersion31() {
    // When
    String version = document.path("openapi").asText();

    // Then
    assertThat(version).startsWith("3.1");
  }

  @Test
  void describesEachCallAndNoOther() {
    // When
    Set<String> described = new TreeSet<>(operations().keySet());

    // Then
    assertThat(described).isEqualTo(calls());
  }

  @Test
  void knowsEachState() {
    // When
    List<String> states = new ArrayList<>();
    schema("State").path("enum").forEach(state -> states.add(state.asText()));

    // Then
    assertThat(states).isEqualTo(Stream.of(Kind.values()).map(Kind::label).toList());
  }

  /**
   * A client made of nothing but the document: each call with its examples, each answer checked.
   */
  @Test
  void isEnoughToMakeAClientOf() {
    // Given
    Map<String, String> known = new HashMap<>(Map.of("connection", "default"));
    List<String> wrong = new ArrayList<>();

    // When
    operations().forEach((call, operation) -> follow(call, operation, known, wrong));

    // Then
    assertThat(wrong).isEmpty();
    assertThat(known).containsKeys("export", "batch");
  }

  private void follow(
      String call, JsonNode operation, Map<String, String> known, List<String> wrong) {
    if (call.equals("GET /v1/events")) {
      return;
    }
    String method = call.substring(0, call.indexOf(' '));
    String template = call.substring(call.indexOf(' ') + 1);
    List<JsonNode> bodies = new ArrayList<>();
    operation
        .at("/requestBody/content/application~1json/examples")
        .forEach(example -> bodies.add(example.path("value")));
    if (bodies.isEmpty()) {
      check(call, operation, given().request(method, filled(template, known)), wrong);
    }
    for (JsonNode body : bodies) {
      RequestSpecification request =
          given().contentType("application/json").header("Prefer", "wait=60").body(body.toString());
      Response answer = request.request(method, filled(template, known));
      Optional.ofNullable(answer.<String>path("id"))
          .ifPresent(id -> known.put(template.endsWith("batches") ? "batch" : "export", id));
      check(call, operation, answer, wrong);
    }
  }

  private void check(String call, JsonNode operation, Response answer, List<String> wrong) {
    String status = Integer.toString(answer.statusCode());
    JsonNode response = resolved(operation.path("responses").path(status));
    if (response.isMissingNode()) {
      wrong.add(call + " answered " + status + ": " + answer.asString());
      return;
    }
    String type = answer.contentType().replaceAll(";.*", "");
    if (!type.isEmpty() && !call.startsWith("HEAD") && !response.path("content").has(type)) {
      wrong.add(call + " answered as " + type);
    }
    JsonNode schema = response.path("content").path(type).path("schema");
    if (type.endsWith("json")) {
      validator(schema)
          .validate(answer.asString(), InputFormat.JSON)
          .forEach(message -> wrong.add(call + ": " + message));
    }
  }

  private JsonSchema validator(JsonNode schema) {
    JsonNode whole = document.deepCopy();
    ((ObjectNode) whole).setAll((ObjectNode) schema);
    return JsonSchemaFactory.getInstance(VersionFlag.V202012)
        .getSchema(SchemaLocation.of("urn:sluice"), whole);
  }

  private static String filled(String template, Map<String, String> known) {
    String id = template.startsWith("/v1/batches") ? known.get("batch") : known.get("export");
    return template
        .replace("/tables/{id}", "/tables/in.c-shop.customers")
        .replace("{id}", String.valueOf(id))
        .replace("{connection}", known.get("connection"))
        .replace("{code}", "invalid-request");
  }

  /** In an order in which one call's answer serves the next. */
  private Map<String, JsonNode> operations() {
    Map<String, JsonNode> operations = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (String method : List.of("post", "get", "head", "delete")) {
        if (path.getValue().has(method)) {
          operations.put(
              method.toUpperCase(Locale.ROOT) + " " + path.getKey(), path.getValue().path(method));
        }
      }
    }
    // What ends an export comes last: the calls before need it.
    JsonNode deletion = operations.remove("DELETE /v1/exports/{id}");
    operations.put("DELETE /v1/exports/{id}", deletion);
    return operations;
  }

  private static Set<String> calls() {
    Set<String> calls = new TreeSet<>();
    for (Class<?> resource : RESOURCES) {
      for (Method method : resource.getDeclaredMethods()) {
        verb(method).forEach(verb -> calls.add(verb + " " + path(resource, method)));
      }
    }
    return calls;
  }

  private static Stream<String> verb(Method method) {
    return Arrays.stream(method.getAnnotations())
        .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
        .filter(verb -> verb != null)
        .map(HttpMethod::value);
  }

  private static String path(Class<?> resource, Method method) {
    Path below = method.getAnnotation(Path.class);
    return resource.getAnnotation(Path.class).value() + (below == null ? "" : below.value());
  }

  private JsonNode schema(String name) {
    return document.path("components").path("schemas").path(name);
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
  }
}
