package io.sluice.storage.connection;

import io.quarkus.runtime.configuration.MemorySize;
import io.sluice.base.BlockingExecutor;
import io.sluice.base.BrokenConnections;
import io.sluice.base.Secret;
import io.sluice.base.SentSecrets;
import io.sluice.base.Timekeeper;
import io.sluice.cloud.CloudRequests;
import io.sluice.storage.StorageApi;
import io.sluice.storage.lookup.AnswerCache;
import io.sluice.storage.lookup.KeptLookups;
import io.sluice.storage.lookup.LookupPlaces;
import io.sluice.storage.project.HttpStorageApi;
import io.sluice.storage.project.JobPlaces;
import io.sluice.storage.project.ManifestClient;
import io.sluice.storage.response.FileReader;
import io.sluice.storage.response.JobReader;
import io.sluice.storage.response.ManifestReader;
import io.sluice.storage.response.ProjectReader;
import io.sluice.storage.response.TableReader;
import io.sluice.storage.wire.ExchangeLimits;
import io.sluice.storage.wire.ResilientCalls;
import io.sluice.storage.wire.StorageClient;
import io.sluice.storage.wire.StorageConfig;
import io.sluice.storage.wire.StorageErrors;
import io.sluice.storage.wire.TokenSource;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.tracing.TracingPolicy;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.ext.web.client.WebClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Makes projects of connections. Exports, lookups and manifests have TCP connections of their own,
 * so that none waits for another's.
 */
final class ProjectFactory {
  private final StorageConfig config;
  private final CloudRequests requests;
  private final Timekeeper timekeeper;
  private final String userAgent;
  private final SentSecrets sent;
  private final AnswerCache answers;
  private final WebClient storage;
  private final WebClient lookups;
  private final WebClient clouds;
  private final BlockingExecutor tokenReader = new BlockingExecutor("token-reader", 1, 1_000);
  private final List<TokenFile> tokenFiles = new ArrayList<>();

  /**
   * A factory.
   *
   * @param connections how many there are
   * @param sent what no project's words repeat
   */
  ProjectFactory(
      StorageConfig config,
      CloudRequests requests,
      Timekeeper timekeeper,
      Vertx vertx,
      String userAgent,
      int connections,
      SentSecrets sent) {
    this.config = config;
    this.requests = requests;
    this.timekeeper = timekeeper;
    this.userAgent = userAgent;
    this.sent = sent;
    this.answers = new AnswerCache(config.lookup(), timekeeper);
    this.storage = client(vertx, options().setDecompressionSupported(true));
    WebClientOptions ofLookups = options().setDecompressionSupported(true);
    ofLookups.setMaxPoolSize(Math.max(1, connections) * config.lookup().parallel());
    this.lookups = client(vertx, ofLookups);
    WebClientOptions ofClouds = options().setUserAgent(userAgent);
    // A span would hold the address, which is signed.
    ofClouds.setTracingPolicy(TracingPolicy.IGNORE);
    this.clouds = client(vertx, ofClouds);
  }

  /** A project, for exports and for lookups. */
  ConnectedProject project(String name, ConnectionAddress address) {
    TokenSource tokens = tokens("sluice.connections." + name + ".token-file", address);
    String tokenKey = address.tokenFile().isPresent() ? "token-file" : "token";
    StorageErrors errors = new StorageErrors(name, tokenKey, sent, timekeeper);
    JobPlaces places = new JobPlaces(name);
    StorageApi forExports =
        api(
            name,
            address.url(),
            tokens,
            storage,
            ResilientCalls.withCircuit(name, config, timekeeper),
            errors,
            places);
    StorageApi forLookups =
        api(
            name,
            address.url(),
            tokens,
            lookups,
            ResilientCalls.ofLookups(name, config, timekeeper),
            errors,
            places);
    return new ConnectedProject(
        forExports,
        new KeptLookups(
            name, forLookups, new LookupPlaces(name, config.lookup(), timekeeper), answers));
  }

  private StorageApi api(
      String name,
      String url,
      TokenSource tokens,
      WebClient web,
      ResilientCalls guard,
      StorageErrors errors,
      JobPlaces places) {
    ExchangeLimits limits = limits("sluice.storage.max-answer", config.maxAnswer());
    ExchangeLimits listLimits = limits("sluice.storage.max-list", config.maxList());
    Map<String, Secret> headers =
        Map.of("User-Agent", Secret.of(userAgent), "Accept", Secret.of("application/json"));
    StorageClient client =
        new StorageClient(web, url, tokens, headers, limits, listLimits, guard, errors);
    ManifestClient manifests =
        new ManifestClient(
            clouds, requests, ResilientCalls.withoutCircuit(name, config, timekeeper), listLimits);
    HttpStorageApi.Readers readers =
        new HttpStorageApi.Readers(
            new JobReader(errors),
            new FileReader(errors, timekeeper),
            new ManifestReader(errors),
            new TableReader(errors),
            new ProjectReader(errors));
    return new HttpStorageApi(name, client, readers, manifests, places);
  }

  private TokenSource tokens(String key, ConnectionAddress address) {
    if (address.tokenFile().isEmpty()) {
      return TokenSource.fixed(address.token());
    }
    TokenFile file =
        new TokenFile(
            key, address.tokenFile().get(), address.token(), sent, tokenReader, timekeeper);
    tokenFiles.add(file);
    return file;
  }

  void close() {
    tokenFiles.forEach(TokenFile::close);
    tokenReader.close();
    storage.close();
    lookups.close();
    clouds.close();
  }

  private static WebClient client(Vertx vertx, WebClientOptions options) {
    PoolOptions pool = new PoolOptions().setHttp1MaxSize(options.getMaxPoolSize());
    HttpClient client =
        vertx
            .getDelegate()
            .httpClientBuilder()
            .with(options)
            .with(pool)
            .withConnectHandler(BrokenConnections::watch)
            .build();
    return WebClient.wrap(io.vertx.mutiny.core.http.HttpClient.newInstance(client), options);
  }

  private WebClientOptions options() {
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

  private ExchangeLimits limits(String key, MemorySize most) {
    return new ExchangeLimits(config.requestTimeout(), most.asLongValue(), key, timekeeper);
  }
}
