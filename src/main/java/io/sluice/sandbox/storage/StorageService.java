package io.sluice.sandbox.storage;

import io.sluice.sandbox.SandboxOptions;
import io.sluice.sandbox.cloud.AwsCloud;
import io.sluice.sandbox.cloud.Lending;
import io.sluice.sandbox.cloud.Lives;
import io.sluice.sandbox.cloud.ObjectStore;
import io.sluice.sandbox.unload.Dialect;
import io.sluice.sandbox.wire.RequestLog;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.Router;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** The Storage API with its projects and the clouds behind it. */
public final class StorageService {
  public static final String AWS_TOKEN = "sandbox-aws";

  private static final long FIRST_JOB = 41_000_000;
  private static final long FIRST_FILE = 192_611_000;
  private static final String STORAGE = "/v2/storage";

  private final Lending lending = new Lending();
  private final Tokens tokens;
  private final StorageRoutes routes;
  private final AwsCloud aws;

  /**
   * A service with its sample projects.
   *
   * @param directory where slices go; it exists
   */
  public StorageService(
      Vertx vertx, WorkerExecutor workers, SandboxOptions options, Path directory, RequestLog log) {
    ObjectStore objects = new ObjectStore();
    Lives lives = new Lives(options.life().url(), options.life().credentials());
    aws = new AwsCloud(objects, lending, log, "us-east-1", lives);
    Project awsProject = new Project(1001, "Sandbox on AWS", "us-east-1", Dialect.SNOWFLAKE, aws);
    tokens =
        new Tokens(
            List.of(new Token(AWS_TOKEN, 501, "sandbox@example.com", awsProject, true, Map.of())));
    Files files = new Files(vertx, objects, options.diskLimit().asLongValue());
    Exports exports =
        new Exports(workers, options, objects, files, directory, new AtomicLong(FIRST_FILE));
    routes =
        new StorageRoutes(
            options,
            tokens,
            new Jobs(vertx, options.job()),
            files,
            exports,
            new AtomicLong(FIRST_JOB));
  }

  /**
   * Adds the routes of the API and of the clouds.
   *
   * @param base the path below which all lies
   */
  public void mount(Router router, String base) {
    routes.mount(router, base + STORAGE);
    router.get(base + "/s3/*").handler(aws::serve);
    router.head(base + "/s3/*").handler(aws::serve);
  }

  /** Everything that opens a project. */
  public Tokens tokens() {
    return tokens;
  }

  public Lending lending() {
    return lending;
  }
}
