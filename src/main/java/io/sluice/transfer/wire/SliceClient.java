package io.sluice.transfer.wire;

import io.netty.handler.ssl.OpenSsl;
import io.sluice.cloud.SignedRequest;
import io.sluice.transfer.TransferSettings;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.ext.web.client.impl.WebClientInternal;
import io.vertx.mutiny.core.net.SocketAddress;
import io.vertx.mutiny.ext.web.client.HttpRequest;
import io.vertx.mutiny.ext.web.client.WebClient;
import io.vertx.mutiny.ext.web.codec.BodyCodec;
import java.util.Map;
import java.util.concurrent.CancellationException;

/**
 * The HTTP client for slices, tuned for few connections that carry much: as many connections as
 * streams, big reads, no redirects, no decompression.
 */
public final class SliceClient {
  private final WebClient client;

  public SliceClient(Vertx vertx, TransferSettings settings) {
    this.client =
        WebClient.create(io.vertx.mutiny.core.Vertx.newInstance(vertx), options(settings));
    ((WebClientInternal) client.getDelegate()).addInterceptor(Exchange::intercept);
  }

  /**
   * Sends the request from the exchange's event loop, where this must be subscribed. Completes when
   * the stream that the reception chose has ended; cancelling aborts the exchange.
   *
   * @param conditions headers such as Range, besides the signed ones
   */
  public Uni<Void> send(SignedRequest signed, Map<String, String> conditions, Exchange exchange) {
    HttpRequest<Void> request =
        client
            .request(
                HttpMethod.GET,
                SocketAddress.newInstance(signed.address()),
                signed.port(),
                signed.host(),
                signed.uri().reveal())
            .ssl(signed.tls())
            .as(BodyCodec.newInstance(exchange));
    signed.headers().forEach((name, value) -> request.putHeader(name, value.reveal()));
    conditions.forEach(request::putHeader);
    return request
        .send()
        .onCancellation()
        .invoke(() -> exchange.abort(new CancellationException("the transfer was cancelled")))
        .replaceWithVoid();
  }

  /** Closes all connections. */
  public void close() {
    client.close();
  }

  private static WebClientOptions options(TransferSettings settings) {
    WebClientOptions options = new WebClientOptions();
    options
        .setFollowRedirects(false)
        .setUserAgent("Sluice")
        .setMaxPoolSize(settings.parallelSlices())
        .setMaxChunkSize(Math.toIntExact(settings.chunkSize().asLongValue()))
        .setConnectTimeout(Math.toIntExact(settings.connectTimeout().toMillis()))
        .setKeepAliveTimeout(15)
        .setDecompressionSupported(false)
        .setSslEngineOptions(
            settings.openssl() && OpenSsl.isAvailable()
                ? new OpenSSLEngineOptions()
                : new JdkSSLEngineOptions());
    settings
        .trustedCertificates()
        .ifPresent(
            path -> options.setTrustOptions(new PemTrustOptions().addCertPath(path.toString())));
    return options;
  }
}
