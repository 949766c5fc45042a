package io.sluice.storage.connection;

import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.MemorySize;
import io.sluice.base.ErrorCode;
import io.sluice.base.Secret;
import io.sluice.base.SentSecrets;
import io.sluice.base.SluiceException;
import io.sluice.base.Timekeeper;
import io.sluice.cloud.CloudRequests;
import io.sluice.storage.Connections;
import io.sluice.storage.StorageApi;
import io.sluice.storage.answer.FileReader;
import io.sluice.storage.answer.JobReader;
import io.sluice.storage.answer.ManifestReader;
import io.sluice.storage.answer.ProjectReader;
import io.sluice.storage.answer.TableReader;
import io.sluice.storage.project.HttpStorageApi;
import io.sluice.storage.project.JobPlaces;
import io.sluice.storage.project.ManifestClient;
import io.sluice.storage.wire.ExchangeLimits;
import io.sluice.storage.wire.RequestGuard;
import io.sluice.storage.wire.StorageClient;
import io.sluice.storage.wire.StorageConfig;
import io.sluice.storage.wire.StorageErrors;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.ConfigValidationException.Problem;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.tracing.TracingPolicy;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.mutiny.ext.web.client.WebClient;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The connections of the configuration. A broken one fails the start; all of them are reported at
 * once, each with its key.
 */
@Startup
@ApplicationScoped
public class ConfiguredConnections implements Connections {
  private final StorageConfig config;
  private final CloudRequests requests;
  private final Timekeeper timekeeper;
  private final String userAgent;
  private final SentSecrets sent = new SentSecrets();
  private final WebClient storage;
  private final WebClient clouds;
  private final Map<String, StorageApi> projects = new TreeMap<>();

  public ConfiguredConnections(
      ConnectionsConfig connections,
      StorageConfig config,
      CloudRequests requests,
      Timekeeper timekeeper,
      Vertx vertx,
      @ConfigProperty(name = "quarkus.application.version", defaultValue = "dev") String version) {
    this.config = config;
    this.requests = requests;
    this.timekeeper = timekeeper;
    this.userAgent = "Sluice/" + version;
    List<String> problems = new ArrayList<>();
    Map<String, ConnectionAddress> addresses =
        ConnectionAddress.all(connections, config.allowPlainHttp(), problems);
    problems.addAll(
        ConnectionVariables.problems(System.getenv().keySet(), connections.projects().keySet()));
    if (!problems.isEmpty()) {
      throw new ConfigValidationException(
          problems.stream().map(Problem::new).toArray(Problem[]::new));
    }
    io.vertx.mutiny.core.Vertx mutiny = io.vertx.mutiny.core.Vertx.newInstance(vertx);
    this.storage = WebClient.create(mutiny, options(config).setDecompressionSupported(true));
    this.clouds = WebClient.create(mutiny, cloudOptions(config).setUserAgent(userAgent));
    addresses.values().forEach(address -> sent.hold(address.token()));
    addresses.forEach((name, address) -> projects.put(name, project(name, address)));
  }

  @Override
  public Set<String> names() {
    return projects.keySet();
  }

  @Override
  public StorageApi get(String name) {
    StorageApi project = projects.get(name);
    if (project == null) {
      throw new SluiceException(
          ErrorCode.UNKNOWN_CONNECTION,
          "There is no connection \""
              + name
              + "\"; configured are "
              + projects.keySet()
              + ". Add sluice.connections."
              + name
              + ".url and .token to have it");
    }
    return project;
  }

  private static WebClientOptions options(StorageConfig config) {
    WebClientOptions options = new WebClientOptions();
    options.setFollowRedirects(false);
    options.setConnectTimeout((int) config.connectTimeout().toMillis());
    options.setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
    options.setIdleTimeout((int) config.requestTimeout().toMillis());
    options.setMaxPoolSize(config.connections());
    config
        .trustedCertificates()
        .ifPresent(
            path -> options.setTrustOptions(new PemTrustOptions().addCertPath(path.toString())));
    return options;
  }

  /** A span would hold the address, which is signed. */
  private static WebClientOptions cloudOptions(StorageConfig config) {
    WebClientOptions options = options(config);
    options.setTracingPolicy(TracingPolicy.IGNORE);
    return options;
  }

  private StorageApi project(String name, ConnectionAddress address) {
    ExchangeLimits limits = limits("sluice.storage.max-answer", config.maxAnswer());
    ExchangeLimits listLimits = limits("sluice.storage.max-list", config.maxList());
    StorageErrors errors = new StorageErrors(name, sent, timekeeper);
    Map<String, Secret> headers =
        Map.of(
            "X-StorageApi-Token",
            address.token(),
            "User-Agent",
            Secret.of(userAgent),
            "Accept",
            Secret.of("application/json"));
    StorageClient client =
        new StorageClient(
            storage,
            address.url(),
            headers,
            limits,
            listLimits,
            RequestGuard.withCircuit(name, config, timekeeper),
            errors);
    ManifestClient manifests =
        new ManifestClient(
            clouds, requests, RequestGuard.withoutCircuit(name, config, timekeeper), listLimits);
    HttpStorageApi.Readers readers =
        new HttpStorageApi.Readers(
            new JobReader(errors),
            new FileReader(errors, timekeeper),
            new ManifestReader(errors),
            new TableReader(errors),
            new ProjectReader(errors));
    return new HttpStorageApi(name, client, readers, manifests, new JobPlaces(name));
  }

  private ExchangeLimits limits(String key, MemorySize most) {
    return new ExchangeLimits(config.requestTimeout(), most.asLongValue(), key, timekeeper);
  }

  @PreDestroy
  void close() {
    storage.close();
    clouds.close();
  }
}
