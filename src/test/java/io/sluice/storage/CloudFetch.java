package io.sluice.storage;

import io.sluice.cloud.CloudCredentials;
import io.sluice.cloud.CloudRequests;
import io.sluice.cloud.SignedRequest;
import io.sluice.cloud.SliceAddress;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.WebClient;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Asks a cloud for a slice, just to see what it says. */
final class CloudFetch {
  private CloudFetch() {}

  static int status(
      Vertx vertx, CloudRequests requests, CloudCredentials access, SliceAddress slice) {
    SignedRequest signed = requests.get(access, slice).await().atMost(Duration.ofSeconds(10));
    WebClient web = WebClient.create(vertx);
    HttpRequest<Buffer> request =
        web.request(
            HttpMethod.GET,
            signed.address(),
            new RequestOptions()
                .setHost(signed.host())
                .setPort(signed.port())
                .setSsl(signed.tls())
                .setURI(signed.uri().reveal()));
    signed.headers().forEach((name, value) -> request.putHeader(name, value.reveal()));
    int status =
        request
            .send()
            .toCompletionStage()
            .toCompletableFuture()
            .orTimeout(10, TimeUnit.SECONDS)
            .join()
            .statusCode();
    web.close();
    return status;
  }
}
