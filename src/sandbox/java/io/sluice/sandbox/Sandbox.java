package io.sluice.sandbox;

import io.sluice.sandbox.config.SandboxConfig;
import io.sluice.sandbox.control.ControlRoutes;
import io.sluice.sandbox.storage.Project;
import io.sluice.sandbox.storage.StorageService;
import io.sluice.sandbox.storage.Token;
import io.sluice.sandbox.wire.Fault;
import io.sluice.sandbox.wire.FaultRule;
import io.sluice.sandbox.wire.Faults;
import io.sluice.sandbox.wire.Gate;
import io.sluice.sandbox.wire.RequestLog;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.Router;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The sandbox without a server of its own: mounts on any router. */
public final class Sandbox {
  private static final int WORKERS = 2;
  private static final int MINUTES_A_JOB = 10;

  private final Vertx vertx;
  private final WorkerExecutor workers;
  private final Path directory;
  private final Faults faults;
  private final RequestLog log = new RequestLog();
  private final StorageService storage;

  private Sandbox(Vertx vertx, SandboxConfig options, Path directory) {
    this.vertx = vertx;
    this.directory = directory;
    this.workers =
        vertx.createSharedWorkerExecutor(
            "sandbox-" + directory.getFileName(), WORKERS, MINUTES_A_JOB, TimeUnit.MINUTES);
    this.faults = new Faults(options.seed());
    this.storage = new StorageService(vertx, workers, options, directory, log);
    if (options.faultRate() > 0) {
      faults.add(FaultRule.always("/**", new Fault.Assorted()).probability(options.faultRate()));
    }
  }

  /** A sandbox with a directory for its slices, which {@link #close} removes. */
  public static Future<Sandbox> create(Vertx vertx, SandboxConfig options) {
    return vertx
        .fileSystem()
        .createTempDirectory("sluice-sandbox-")
        .map(directory -> new Sandbox(vertx, options, Path.of(directory)));
  }

  /**
   * Adds the sandbox's routes.
   *
   * @param base the path below which all lies, such as {@code /sandbox}; empty for the root
   */
  public void mount(Router router, String base) {
    new ControlRoutes(faults, log, storage.lending(), storage.tokens()).mount(router, base);
    router.route(base + "/*").handler(new Gate(base, faults, log));
    storage.mount(router, base);
  }

  public Faults faults() {
    return faults;
  }

  public RequestLog log() {
    return log;
  }

  /** The project that the token opens, to write to its tables. */
  public Project project(String token) {
    return storage.tokens().find(token).map(Token::project).orElseThrow();
  }

  /** All credentials and signed addresses given so far end now. */
  public void expireCredentials() {
    storage.lending().expireAll();
  }

  /** What was lent so far and may be seen nowhere: for tests that look for it. */
  public List<String> secrets() {
    return storage.lending().secrets();
  }

  public Future<Void> close() {
    return workers
        .close()
        .compose(closed -> vertx.fileSystem().deleteRecursive(directory.toString()));
  }
}
