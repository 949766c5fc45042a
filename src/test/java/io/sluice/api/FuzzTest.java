package io.sluice.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.sluice.SandboxResource;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bodies drawn from the document's own schema, now and then bent or broken: whatever comes, the
 * answer is never the gateway's fault. The seed is fixed, so that a finding can be repeated.
 */
@QuarkusTest
@WithTestResource(SandboxResource.class)
class FuzzTest {
  private static final int BODIES = 150;
  private static final List<String> ODD =
      List.of(
          "",
          " ",
          "\u0000",
          "../..",
          "%2e%2e",
          "in.c-x.y",
          "💧",
          "a".repeat(300),
          "-2 days",
          "NaN");

  private final Random random = new Random(7);
  private final HttpClient client = HttpClient.newHttpClient();

  @TestHTTPResource URI gateway;
  private JsonNode document;

  @BeforeEach
  void read() throws Exception {
    document = new ObjectMapper().readTree(given().get("/q/openapi?format=json").asString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/exports", "/v1/batches", "/v1/batches?dryRun=true"})
  void neverFailsByItself(String path) throws Exception {
    // Given
    String schema = path.startsWith("/v1/exports") ? "ExportRequest" : "BatchRequest";
    List<String> findings = new ArrayList<>();

    // When
    for (int i = 0; i < BODIES; i++) {
      byte[] body = broken(drawn(document.at("/components/schemas/" + schema), 0).toString());
      HttpResponse<String> answer = post(path, body);
      if (!isFine(answer)) {
        findings.add(
            answer.statusCode()
                + " for "
                + new String(body, StandardCharsets.UTF_8)
                + ": "
                + answer.body());
      }
    }

    // Then
    assertThat(findings).isEmpty();
  }

  private HttpResponse<String> post(String path, byte[] body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(gateway.resolve(path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(body))
            .build(),
        BodyHandlers.ofString());
  }

  /** What the Storage API says of a table that is not there is not the gateway's fault either. */
  private static boolean isFine(HttpResponse<String> answer) {
    boolean problem =
        answer
            .headers()
            .firstValue("Content-Type")
            .orElse("")
            .startsWith("application/problem+json");
    return answer.statusCode() < 500 && (answer.statusCode() < 400 || problem);
  }

  private JsonNode drawn(JsonNode schema, int depth) {
    JsonNode resolved =
        schema.has("$ref") ? document.at(schema.path("$ref").asText().substring(1)) : schema;
    if (chance(0.04) || depth > 6) {
      return odd();
    }
    if (resolved.has("anyOf")) {
      return drawn(any(resolved.path("anyOf")), depth + 1);
    }
    if (resolved.has("enum")) {
      return any(resolved.path("enum"));
    }
    JsonNode type =
        resolved.path("type").isArray() ? any(resolved.path("type")) : resolved.path("type");
    return switch (type.asText()) {
      case "object" -> object(resolved, depth);
      case "array" -> array(resolved, depth);
      case "string" -> text(resolved);
      case "integer", "number" ->
          JsonNodeFactory.instance.numberNode(random.nextLong() >> random.nextInt(64));
      case "boolean" -> JsonNodeFactory.instance.booleanNode(random.nextBoolean());
      default -> JsonNodeFactory.instance.nullNode();
    };
  }

  private JsonNode object(JsonNode schema, int depth) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    schema
        .path("properties")
        .properties()
        .forEach(
            property -> {
              boolean required =
                  schema.path("required").toString().contains('"' + property.getKey() + '"');
              if (required ? !chance(0.05) : chance(0.15)) {
                object.set(
                    chance(0.03) ? property.getKey() + "x" : property.getKey(),
                    drawn(property.getValue(), depth + 1));
              }
            });
    return object;
  }

  private JsonNode array(JsonNode schema, int depth) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (int i = random.nextInt(4); i > 0; i--) {
      array.add(drawn(schema.path("items"), depth + 1));
    }
    return array;
  }

  private JsonNode text(JsonNode schema) {
    if (chance(0.2)) {
      return JsonNodeFactory.instance.textNode(ODD.get(random.nextInt(ODD.size())));
    }
    boolean table = schema.path("pattern").asText().startsWith("^(in|out|sys)");
    return JsonNodeFactory.instance.textNode(
        table ? "in.c-fuzz.t" + random.nextInt(1000) : "default");
  }

  private JsonNode odd() {
    return List.of(
            JsonNodeFactory.instance.nullNode(),
            JsonNodeFactory.instance.textNode(ODD.get(random.nextInt(ODD.size()))),
            JsonNodeFactory.instance.numberNode(random.nextDouble() * 1e300),
            JsonNodeFactory.instance.arrayNode().add(1),
            JsonNodeFactory.instance.objectNode().put("x", 1),
            JsonNodeFactory.instance.booleanNode(true))
        .get(random.nextInt(6));
  }

  /** Most are left as they are; some lose their end, some a byte's meaning. */
  private byte[] broken(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    if (chance(0.1)) {
      return java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
    }
    if (chance(0.1) && bytes.length > 0) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private JsonNode any(JsonNode array) {
    return array.get(random.nextInt(array.size()));
  }

  private boolean chance(double part) {
    return random.nextDouble() < part;
  }
}
