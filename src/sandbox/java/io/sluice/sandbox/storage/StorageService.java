package io.sluice.sandbox.storage;

import io.sluice.sandbox.cloud.AwsCloud;
import io.sluice.sandbox.cloud.AzureCloud;
import io.sluice.sandbox.cloud.Cloud;
import io.sluice.sandbox.cloud.GcpCloud;
import io.sluice.sandbox.cloud.Lending;
import io.sluice.sandbox.cloud.Lives;
import io.sluice.sandbox.cloud.ObjectStore;
import io.sluice.sandbox.cloud.Surroundings;
import io.sluice.sandbox.config.SandboxConfig;
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
  private static final long FIRST_JOB = 41_000_000;
  private static final long FIRST_FILE = 192_611_000;
  private static final String BUCKET = "in.c-shop";

  private final Lending lending = new Lending();
  private final Tokens tokens = new Tokens();
  private final StorageRoutes routes;
  private final List<Cloud> clouds;

  /**
   * A service with its sample projects.
   *
   * @param directory where slices go; it exists
   */
  public StorageService(
      Vertx vertx, WorkerExecutor workers, SandboxConfig options, Path directory, RequestLog log) {
    ObjectStore objects = new ObjectStore();
    Surroundings around =
        new Surroundings(
            objects,
            lending,
            log,
            new Lives(options.life().url(), options.life().credentials()),
            text -> tokens.find(text).isPresent(),
            options.slices().multipartEtags());
    Cloud aws = new AwsCloud(around, "us-east-1");
    Cloud gcp = new GcpCloud(around);
    Cloud azure = new AzureCloud(around, options.azureHost());
    this.clouds = List.of(aws, gcp, azure);
    openProjects(aws, gcp, azure);
    Files files = new Files(vertx, objects, options.diskLimit().asLongValue());
    Exports exports =
        new Exports(workers, options, objects, files, directory, new AtomicLong(FIRST_FILE));
    Jobs jobs = new Jobs(vertx, options.job());
    this.routes =
        new StorageRoutes(
            tokens,
            new ExportRoutes(options, tokens, jobs, files, exports, new AtomicLong(FIRST_JOB)),
            new TableRoutes(tokens, workers),
            log,
            options.job().parallelism());
  }

  private void openProjects(Cloud aws, Cloud gcp, Cloud azure) {
    Project onAws = new Project(1001, "Sandbox on AWS", "us-east-1", Dialect.SNOWFLAKE, aws);
    Project bigQuery =
        new Project(1002, "Sandbox on BigQuery", "europe-west3", Dialect.BIGQUERY, gcp);
    Project onGcp =
        new Project(1003, "Sandbox on Google Cloud", "us-east4", Dialect.SNOWFLAKE, gcp);
    Project onAzure =
        new Project(1004, "Sandbox on Azure", "north-europe", Dialect.SNOWFLAKE, azure);
    Token aws501 = new Token("sandbox-aws", 501, "aws@example.com", onAws, true, Map.of());
    tokens.add(aws501);
    tokens.add(aws501.boundTo(onAws.defaultBranch(), "sandbox-aws-production", 507));
    tokens.add(aws501.boundTo(onAws.devBranch(), "sandbox-aws-developer", 508));
    tokens.add(
        new Token("sandbox-gcp-bigquery", 502, "bigquery@example.com", bigQuery, true, Map.of()));
    tokens.add(new Token("sandbox-gcp", 503, "gcp@example.com", onGcp, true, Map.of()));
    tokens.add(new Token("sandbox-azure", 504, "azure@example.com", onAzure, true, Map.of()));
    tokens.add(
        new Token("sandbox-aws-reader", 505, "reader", onAws, false, Map.of(BUCKET, "read")));
    tokens.add(new Token("sandbox-aws-stranger", 506, "stranger", onAws, false, Map.of()));
  }

  /**
   * Adds the routes of the API and of the clouds.
   *
   * @param base the path below which all lies
   */
  public void mount(Router router, String base) {
    routes.mount(router, base);
    clouds.forEach(cloud -> cloud.mount(router, base));
  }

  /** Everything that opens a project. */
  public Tokens tokens() {
    return tokens;
  }

  public Lending lending() {
    return lending;
  }
}
