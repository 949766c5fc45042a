package io.sluice;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.sluice.sandbox.SandboxOptions;
import io.sluice.sandbox.SandboxServer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A sandbox of its own beside the application under test, and a fresh data directory. */
public final class SandboxResource implements QuarkusTestResourceLifecycleManager {
  private final Vertx vertx = Vertx.vertx();
  private SandboxServer sandbox;

  @Override
  public Map<String, String> start() {
    sandbox =
        SandboxServer.start(vertx, SandboxOptions.defaults())
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    return Map.of(
        "sluice.connections.default.url",
        sandbox.baseUri().toString(),
        "sluice.connections.default.token",
        "sandbox-aws",
        "sluice.cloud.s3-endpoint",
        sandbox.baseUri() + "/s3",
        "sluice.data-dir",
        freshDirectory().toString());
  }

  @Override
  public void stop() {
    sandbox.close().toCompletionStage().toCompletableFuture().join();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private static Path freshDirectory() {
    try {
      return Files.createTempDirectory(Path.of("target").toAbsolutePath(), "data-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
