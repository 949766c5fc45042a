package io.sluice;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.sluice.sandbox.SandboxServer;
import io.sluice.sandbox.config.SandboxConfig;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A sandbox of its own beside the application under test, and a fresh data directory. Tests get the
 * sandbox in a field of type {@link SandboxServer}.
 *
 * <p>Connections: {@code default} (AWS, Snowflake), {@code gcp}, {@code bigquery}, {@code azure},
 * and {@code intruder}, whose token the Storage API does not know.
 */
public final class SandboxResource implements QuarkusTestResourceLifecycleManager {
  /** A token that no project knows. */
  static final String WRONG_TOKEN = "1001-77-wrongTokenThatMustBeSeenNowhere";

  private static final Map<String, String> TOKENS =
      Map.of(
          "default", "sandbox-aws",
          "gcp", "sandbox-gcp",
          "bigquery", "sandbox-gcp-bigquery",
          "azure", "sandbox-azure",
          "intruder", WRONG_TOKEN);

  private final Vertx vertx = Vertx.vertx();
  private SandboxServer sandbox;

  @Override
  public Map<String, String> start() {
    sandbox =
        SandboxServer.start(vertx, SandboxConfig.defaults())
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    return settings(sandbox.baseUri());
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(sandbox, new TestInjector.MatchesType(SandboxServer.class));
  }

  @Override
  public void stop() {
    sandbox.close().toCompletionStage().toCompletableFuture().join();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private static Map<String, String> settings(URI base) {
    Map<String, String> settings = new HashMap<>();
    TOKENS.forEach(
        (name, token) -> {
          settings.put("sluice.connections." + name + ".url", base.toString());
          settings.put("sluice.connections." + name + ".token", token);
        });
    settings.put("sluice.cloud.s3-endpoint", base + "/s3");
    settings.put("sluice.cloud.gcs-endpoint", base + "/gcs");
    settings.put("sluice.cloud.azure-endpoint", base + "/azure");
    settings.put("sluice.poll.initial", "50ms");
    settings.put("sluice.storage.retry.initial", "20ms");
    settings.put("sluice.storage.circuit.pause", "100ms");
    settings.put("sluice.transfer.back-off", "20ms");
    settings.put("sluice.data-dir", freshDirectory().toString());
    return settings;
  }

  private static Path freshDirectory() {
    try {
      return Files.createTempDirectory(Path.of("target").toAbsolutePath(), "data-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
