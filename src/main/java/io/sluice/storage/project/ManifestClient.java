package io.sluice.storage.project;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.cloud.CloudCredentials;
import io.sluice.cloud.CloudRequests;
import io.sluice.cloud.SignedRequest;
import io.sluice.cloud.SliceAddress;
import io.sluice.storage.FileDetail;
import io.sluice.storage.wire.ExchangeLimits;
import io.sluice.storage.wire.ResilientCalls;
import io.sluice.storage.wire.RetryableFailure;
import io.sluice.storage.wire.StorageErrors;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.core.net.SocketAddress;
import io.vertx.mutiny.ext.web.client.HttpRequest;
import io.vertx.mutiny.ext.web.client.HttpResponse;
import io.vertx.mutiny.ext.web.client.WebClient;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;

/**
 * Fetches a manifest by a plain GET of its signed address (storage-api.md 4). Carries nothing of
 * the Storage API: no token, no headers.
 */
public final class ManifestClient {
  /** A fresh signature may be refused for about a second (storage-api.md 3, 10.11). */
  private static final int TRIES_WHEN_REFUSED = 4;

  private final WebClient web;
  private final CloudRequests requests;
  private final ResilientCalls guard;
  private final ExchangeLimits limits;

  public ManifestClient(
      WebClient web, CloudRequests requests, ResilientCalls guard, ExchangeLimits limits) {
    this.web = web;
    this.requests = requests;
    this.guard = guard;
    this.limits = limits;
  }

  Uni<byte[]> fetch(FileDetail file) {
    return Uni.createFrom().deferred(() -> fetch(file, new AtomicInteger()));
  }

  private Uni<byte[]> fetch(FileDetail file, AtomicInteger refusals) {
    CloudCredentials signed = new CloudCredentials.Presigned(file.url(), Optional.empty());
    SliceAddress address = new SliceAddress(SliceAddress.parse(file.url().reveal()).value());
    return guard.call(
        () -> requests.get(signed, address).chain(this::send).map(a -> body(file, a, refusals)));
  }

  private Uni<HttpResponse<byte[]>> send(SignedRequest signed) {
    RequestOptions options =
        new RequestOptions()
            .setHost(signed.host())
            .setPort(signed.port())
            .setSsl(signed.tls())
            .setURI(signed.uri().reveal());
    HttpRequest<Buffer> request =
        web.request(HttpMethod.GET, SocketAddress.newInstance(signed.address()), options);
    return limits
        .exchange(request, HttpRequest::send)
        .onFailure(failure -> !(failure instanceof SluiceException))
        .transform(cause -> noAnswer(signed.host(), cause));
  }

  private static byte[] body(FileDetail file, HttpResponse<byte[]> answer, AtomicInteger refusals) {
    int status = answer.statusCode();
    if (status == 200) {
      return answer.body() == null ? new byte[0] : answer.body();
    }
    SluiceException failure = failure(file, status);
    boolean again =
        failure.code() == ErrorCode.CLOUD_ACCESS_REFUSED
            ? refusals.incrementAndGet() < TRIES_WHEN_REFUSED
            : StorageErrors.isTransient(status);
    throw again ? new RetryableFailure(failure) : failure;
  }

  private static SluiceException failure(FileDetail file, int status) {
    String what = "The manifest of file " + file.id() + " was answered with " + status;
    if (status == 404) {
      return new SluiceException(
          ErrorCode.SLICE_MISSING, what + ": the file has expired; export the table again");
    }
    if (status == 400 || status == 401 || status == 403) {
      return new SluiceException(
          ErrorCode.CLOUD_ACCESS_REFUSED,
          what + ": its signature is refused or has ended; try again");
    }
    return new SluiceException(ErrorCode.CLOUD_UNAVAILABLE, what + "; try again later");
  }

  /** Without the cause: its text may hold the signed address. */
  private static RetryableFailure noAnswer(String host, Throwable cause) {
    String advice =
        cause instanceof SSLException
            ? "; where its authority is your own, name it in sluice.storage.trusted-certificates"
            : "; try again later";
    return new RetryableFailure(
        new SluiceException(
            ErrorCode.CLOUD_UNAVAILABLE,
            host + " does not answer (" + cause.getClass().getSimpleName() + ")" + advice));
  }
}
