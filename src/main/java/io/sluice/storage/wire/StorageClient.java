package io.sluice.storage.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.sluice.base.ErrorCode;
import io.sluice.base.Secret;
import io.sluice.base.SluiceException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.ext.web.client.HttpRequest;
import io.vertx.mutiny.ext.web.client.HttpResponse;
import io.vertx.mutiny.ext.web.client.WebClient;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Speaks HTTP with one stack: the token in its header and nowhere else, JSON both ways, redirects
 * never followed, tries again as the guard says.
 */
public final class StorageClient {
  private final WebClient web;
  private final String url;
  private final TokenSource tokens;
  private final Map<String, Secret> headers;
  private final ExchangeLimits limits;
  private final ExchangeLimits listLimits;
  private final ResilientCalls guard;
  private final StorageErrors errors;

  /**
   * @param url the stack's address without a slash at its end
   * @param tokens asked before each try
   * @param headers of every request besides
   */
  public StorageClient(
      WebClient web,
      String url,
      TokenSource tokens,
      Map<String, Secret> headers,
      ExchangeLimits limits,
      ExchangeLimits listLimits,
      ResilientCalls guard,
      StorageErrors errors) {
    this.web = web;
    this.url = url;
    this.tokens = tokens;
    this.headers = Map.copyOf(headers);
    this.limits = limits;
    this.listLimits = listLimits;
    this.guard = guard;
    this.errors = errors;
  }

  /** The same stack and guard; every request carries one more header. */
  public StorageClient with(String header, String value) {
    Map<String, Secret> more = new java.util.HashMap<>(headers);
    more.put(header, Secret.of(value));
    return new StorageClient(web, url, tokens, more, limits, listLimits, guard, errors);
  }

  /**
   * The answer's JSON. A request's address is made of checked parts ({@link StoragePath}), so that
   * nothing that the client would refuse takes a connection first.
   */
  public Uni<JsonNode> call(StorageRequest request) {
    return call(request, limits, body -> JsonStream.tree(body));
  }

  /** What each item of the answer's array means; a list of any length is never one tree. */
  public <T> Uni<List<T>> list(StorageRequest request, Function<JsonNode, T> read) {
    return call(request, listLimits, body -> JsonStream.items(body, read));
  }

  /** Understands a body. */
  private interface Reading<T> {
    T of(byte[] body) throws IOException;
  }

  private <T> Uni<T> call(StorageRequest request, ExchangeLimits within, Reading<T> reading) {
    return guard.call(() -> authorized(request, within, reading));
  }

  /** A token may have been replaced: once, another one is tried at once. */
  private <T> Uni<T> authorized(StorageRequest request, ExchangeLimits within, Reading<T> reading) {
    Secret token = tokens.current();
    return attempt(request, token, within, reading)
        .onFailure(StorageClient::isUnauthorized)
        .recoverWithUni(
            refusal ->
                tokens
                    .insteadOf(token)
                    .chain(
                        other ->
                            other
                                .map(another -> attempt(request, another, within, reading))
                                .orElseGet(() -> Uni.createFrom().failure(refusal))));
  }

  private static boolean isUnauthorized(Throwable failure) {
    return failure instanceof SluiceException known
        && known.code() == ErrorCode.STORAGE_UNAUTHORIZED;
  }

  private <T> Uni<T> attempt(
      StorageRequest request, Secret token, ExchangeLimits within, Reading<T> reading) {
    return StorageMeters.timed(request, exchange(request, token, within, reading));
  }

  private <T> Uni<T> exchange(
      StorageRequest request, Secret token, ExchangeLimits within, Reading<T> reading) {
    HttpRequest<Buffer> http =
        web.requestAbs(request.method(), url + "/v2/storage" + request.path());
    http.putHeader("X-StorageApi-Token", token.reveal());
    headers.forEach((name, value) -> http.putHeader(name, value.reveal()));
    return within
        .exchange(http, bounded -> send(bounded, request))
        .onFailure(failure -> !(failure instanceof SluiceException))
        .transform(cause -> errors.noAnswer(request, cause))
        .chain(
            answer -> JsonStream.understood(answer.body(), () -> read(request, answer, reading)));
  }

  private static Uni<HttpResponse<byte[]>> send(HttpRequest<byte[]> http, StorageRequest request) {
    return request
        .body()
        .map(
            body ->
                http.putHeader("Content-Type", "application/json")
                    .sendBuffer(Buffer.newInstance(body.toBuffer())))
        .orElseGet(http::send);
  }

  private <T> T read(StorageRequest request, HttpResponse<byte[]> answer, Reading<T> reading) {
    int status = answer.statusCode();
    if (status >= 200 && status < 300) {
      return json(answer, reading)
          .orElseThrow(() -> errors.notUnderstood("no JSON when asked to " + request.purpose()));
    }
    Optional<String> wait = Optional.ofNullable(answer.getHeader("Retry-After"));
    JsonNode body = json(answer, JsonStream::tree).orElse(MissingNode.getInstance());
    throw errors.of(request, status, wait, body);
  }

  private static <T> Optional<T> json(HttpResponse<byte[]> answer, Reading<T> reading) {
    if (answer.body() == null) {
      return Optional.empty();
    }
    try {
      T read = reading.of(answer.body());
      return read instanceof JsonNode node && !node.isContainerNode()
          ? Optional.empty()
          : Optional.of(read);
    } catch (IOException notJson) {
      // Its text may quote the answer.
      return Optional.empty();
    }
  }
}
