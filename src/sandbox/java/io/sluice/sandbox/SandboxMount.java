package io.sluice.sandbox;

import io.quarkus.runtime.Shutdown;
import io.sluice.sandbox.config.SandboxConfig;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;

/** Puts the sandbox into the application, under {@code /sandbox}. */
@ApplicationScoped
class SandboxMount {
  static final String BASE = "/sandbox";

  private final Sandbox sandbox;

  SandboxMount(Vertx vertx, SandboxConfig options) {
    this.sandbox = Sandbox.create(vertx, options).toCompletionStage().toCompletableFuture().join();
  }

  void mount(@Observes Router router) {
    sandbox.mount(router, BASE);
  }

  /** For tests that look behind the wire. */
  @Produces
  Sandbox sandbox() {
    return sandbox;
  }

  @Shutdown
  void close() {
    sandbox.close();
  }
}
