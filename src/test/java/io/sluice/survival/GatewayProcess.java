package io.sluice.survival;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.sandbox.SandboxServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The packaged gateway in a process of its own, that can be killed and started again. */
final class GatewayProcess implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(90);
  private static final Pattern LISTENING = Pattern.compile("Listening on: http://[^:]+:(\\d+)");
  private static final Pattern MANAGED =
      Pattern.compile("Management interface listening on http://[^:]+:(\\d+)");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path folder;
  private final Map<String, String> settings;
  private JavaProcess process;
  private int port;
  private int managementPort;
  private int starts;

  /**
   * @param folder for the data and work directories and the logs
   * @param settings configuration keys beside those of the sandbox and the directories
   */
  GatewayProcess(SandboxServer sandbox, Path folder, Map<String, String> settings) {
    this.folder = folder;
    this.settings = new TreeMap<>(settings);
    this.settings.put("sluice.connections.default.url", sandbox.baseUri().toString());
    this.settings.put("sluice.connections.default.token", "sandbox-aws");
    this.settings.put("sluice.cloud.s3-endpoint", sandbox.s3Endpoint().toString());
    this.settings.putIfAbsent("sluice.data-dir", folder.resolve("data").toString());
    this.settings.put("quarkus.http.port", "0");
    this.settings.put("quarkus.http.host", "127.0.0.1");
    this.settings.put("quarkus.management.port", "0");
    this.settings.put("quarkus.log.console.json.enabled", "false");
  }

  /** Starts it, or starts it again over the same directories. */
  void start() {
    launch();
    port = Integer.parseInt(process.await(LISTENING, START));
    managementPort = Integer.parseInt(process.await(MANAGED, START));
  }

  /** The same, without waiting until it listens. */
  void launch() {
    List<String> arguments =
        new ArrayList<>(List.of("-Xmx512m", "--add-opens=java.base/java.nio=ALL-UNNAMED"));
    settings.forEach((key, value) -> arguments.add("-D" + key + "=" + value));
    arguments.addAll(List.of("-jar", "target/quarkus-app/quarkus-run.jar"));
    Map<String, String> environment = new HashMap<>();
    environment.put("ARROW_DEFAULT_MEMORY_POOL", "system");
    environment.put("MALLOC_ARENA_MAX", "2");
    process =
        JavaProcess.start(
            arguments,
            environment,
            Path.of("").toAbsolutePath(),
            folder.resolve("gateway-" + starts++ + ".log"));
  }

  JavaProcess process() {
    return process;
  }

  /** How often it was started. */
  int starts() {
    return starts;
  }

  /** Asks for an export; its id. */
  String submit(String table, long limit, String merge) {
    HttpResponse<String> answer = ask(table, limit, merge);
    if (answer.statusCode() != 202) {
      throw new IllegalStateException(answer.statusCode() + " " + answer.body());
    }
    return json(answer).path("id").asText();
  }

  /** What the gateway answers to a request for an export. */
  HttpResponse<String> ask(String table, long limit, String merge) {
    ObjectNode request = JSON.createObjectNode();
    request.put("table", table);
    request.put("limit", limit);
    request.putObject("output").put("name", "table.parquet").put("merge", merge);
    return send(
        HttpRequest.newBuilder(uri("/v1/exports"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(request.toString())));
  }

  /** The status that {@code /q/health/ready} answers with. */
  int readiness() {
    URI ready = URI.create("http://127.0.0.1:" + managementPort + "/q/health/ready");
    return send(HttpRequest.newBuilder(ready)).statusCode();
  }

  JsonNode export(String id) {
    return json(send(HttpRequest.newBuilder(uri("/v1/exports/" + id))));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(process.output(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private static JsonNode json(HttpResponse<String> answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(answer.body(), e);
    }
  }

  @Override
  public void close() {
    if (process != null && process.alive()) {
      process.kill();
    }
  }
}
