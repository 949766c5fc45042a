package io.sluice.transfer.http;

import io.netty.handler.ssl.OpenSsl;
import io.sluice.base.BrokenConnections;
import io.sluice.cloud.SignedRequest;
import io.sluice.transfer.TransferConfig;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.tracing.TracingPolicy;
import java.util.Map;
import java.util.concurrent.CancellationException;

/**
 * The HTTP client for slices, tuned for few connections that carry much: as many connections as
 * streams, big reads, no redirects, no decompression.
 */
public final class SliceClient {
  private final HttpClient client;

  public SliceClient(Vertx vertx, TransferConfig config) {
    this.client =
        vertx
            .httpClientBuilder()
            .with(options(config))
            .with(pool(config))
            .withConnectHandler(BrokenConnections::watch)
            .build();
  }

  /**
   * Sends the request from the exchange's event loop, where this must be subscribed. Completes when
   * the target that the exchange's handler chose has ended; cancelling aborts the exchange.
   *
   * @param conditions headers such as Range, besides the signed ones
   */
  public Uni<Void> send(SignedRequest signed, Map<String, String> conditions, Exchange exchange) {
    RequestOptions request =
        new RequestOptions()
            .setServer(signed.address())
            .setHost(signed.host())
            .setPort(signed.port())
            .setSsl(signed.tls())
            .setURI(signed.uri().reveal())
            .putHeader(HttpHeaders.USER_AGENT, "Sluice");
    signed.headers().forEach((name, value) -> request.putHeader(name, value.reveal()));
    conditions.forEach(request::putHeader);
    return Uni.createFrom()
        .completionStage(() -> exchange.run(client.request(request)).toCompletionStage())
        .onCancellation()
        .invoke(() -> exchange.abort(new CancellationException("the transfer was cancelled")));
  }

  /** Closes all connections. */
  public void close() {
    client.close();
  }

  private static PoolOptions pool(TransferConfig config) {
    return new PoolOptions().setHttp1MaxSize(config.parallelSlices());
  }

  private static HttpClientOptions options(TransferConfig config) {
    HttpClientOptions options =
        new HttpClientOptions()
            .setMaxChunkSize(Math.toIntExact(config.chunkSize().asLongValue()))
            .setConnectTimeout(Math.toIntExact(config.connectTimeout().toMillis()))
            .setKeepAliveTimeout(15)
            .setDecompressionSupported(false)
            // A span would hold the address, which is signed.
            .setTracingPolicy(TracingPolicy.IGNORE)
            .setSslEngineOptions(
                config.openssl() && OpenSsl.isAvailable()
                    ? new OpenSSLEngineOptions()
                    : new JdkSSLEngineOptions());
    config
        .trustedCertificates()
        .ifPresent(
            path -> options.setTrustOptions(new PemTrustOptions().addCertPath(path.toString())));
    return options;
  }
}
