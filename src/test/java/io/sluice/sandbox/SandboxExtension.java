package io.sluice.sandbox;

import io.sluice.sandbox.config.SandboxConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A sandbox on a port of its own for all tests of a class: {@code @RegisterExtension static final
 * SandboxExtension SANDBOX = SandboxExtension.with(Map.of("job.waiting", "10ms"))}.
 */
public final class SandboxExtension implements BeforeAllCallback, AfterAllCallback {
  private static final int SECONDS = 20;

  private final SandboxConfig options;
  private Vertx vertx;
  private SandboxServer server;

  private SandboxExtension(SandboxConfig options) {
    this.options = options;
  }

  /**
   * A sandbox with these settings.
   *
   * @param settings as {@link SandboxConfig#of} takes them
   */
  public static SandboxExtension with(Map<String, String> settings) {
    return new SandboxExtension(SandboxConfig.of(settings));
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    vertx = Vertx.vertx();
    server = join(SandboxServer.start(vertx, options));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    join(server.close());
    join(vertx.close());
  }

  public Sandbox sandbox() {
    return server.sandbox();
  }

  public URI baseUri() {
    return server.baseUri();
  }

  SandboxCaller caller(String token) {
    return new SandboxCaller(server.baseUri(), token);
  }

  private static <T> T join(Future<T> future) {
    return future
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(SECONDS, TimeUnit.SECONDS)
        .join();
  }
}
