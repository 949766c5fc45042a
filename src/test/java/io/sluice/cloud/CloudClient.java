package io.sluice.cloud;

import io.sluice.base.VertxTimekeeper;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Signs a slice's request and sends it as it is: to the checked address, no redirects. */
final class CloudClient implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final WebClient web =
      WebClient.create(vertx, new WebClientOptions().setFollowRedirects(false));

  /** The answer to a GET with more headers, such as Range. */
  HttpResponse<Buffer> get(
      CloudConfig config,
      CloudCredentials access,
      SliceAddress slice,
      Map<String, String> headers) {
    SignedRequest signed =
        new SigningCloudRequests(config, new SystemHostResolver(vertx), new VertxTimekeeper(vertx))
            .get(access, slice)
            .await()
            .atMost(Duration.ofSeconds(10));
    RequestOptions options =
        new RequestOptions()
            .setHost(signed.host())
            .setPort(signed.port())
            .setSsl(signed.tls())
            .setURI(signed.uri().reveal());
    HttpRequest<Buffer> request = web.request(HttpMethod.GET, signed.address(), options);
    signed.headers().forEach((name, value) -> request.putHeader(name, value.reveal()));
    headers.forEach(request::putHeader);
    return request
        .send()
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(10, TimeUnit.SECONDS)
        .join();
  }

  Vertx vertx() {
    return vertx;
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
