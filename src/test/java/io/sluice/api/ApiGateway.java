package io.sluice.api;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.sluice.sandbox.SandboxOptions;
import io.sluice.sandbox.SandboxServer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A gateway for the API's tests: a sandbox of its own, a directory of its own, small limits. */
public class ApiGateway implements QuarkusTestResourceLifecycleManager {
  private final Vertx vertx = Vertx.vertx();
  private SandboxServer sandbox;
  private Path directory;

  @Override
  public Map<String, String> start() {
    sandbox =
        SandboxServer.start(vertx, SandboxOptions.defaults())
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    directory = temporary();
    return Map.ofEntries(
        Map.entry("sluice.data-dir", directory.toString()),
        Map.entry("sluice.connections.default.url", sandbox.baseUri().toString()),
        Map.entry("sluice.connections.default.token", "sandbox-aws"),
        Map.entry("sluice.connections.expired.url", sandbox.baseUri().toString()),
        Map.entry("sluice.connections.expired.token", "no-such-token"),
        Map.entry("sluice.cloud.s3-endpoint", sandbox.s3Endpoint().toString()),
        Map.entry("sluice.storage.allow-plain-http", "true"),
        Map.entry("sluice.storage.retry.initial", "20ms"),
        Map.entry("sluice.poll.initial", "50ms"),
        Map.entry("sluice.limits.columns", "50"),
        Map.entry("sluice.limits.batch", "5"),
        Map.entry("sluice.limits.wait", "20s"),
        Map.entry("sluice.limits.watchers-per-client", "20"),
        Map.entry("sluice.events.heartbeat", "300ms"),
        Map.entry("quarkus.http.limits.max-body-size", "64K"));
  }

  @Override
  public void stop() {
    sandbox.close().toCompletionStage().toCompletableFuture().join();
    vertx.close().toCompletionStage().toCompletableFuture().join();
    delete(directory);
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("sluice-api-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path directory) {
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
