package io.sluice.storage.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.sluice.base.Secret;
import io.sluice.base.SluiceException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.ext.web.client.HttpRequest;
import io.vertx.mutiny.ext.web.client.HttpResponse;
import io.vertx.mutiny.ext.web.client.WebClient;
import java.util.Map;
import java.util.Optional;

/**
 * Speaks HTTP with one stack: the token in its header and nowhere else, JSON both ways, redirects
 * never followed, tries again as the guard says.
 */
public final class StorageClient {
  private final WebClient web;
  private final String url;
  private final Map<String, Secret> headers;
  private final ExchangeLimits limits;
  private final RequestGuard guard;
  private final StorageErrors errors;
  private final ObjectMapper mapper;

  /**
   * @param url the stack's address without a slash at its end
   * @param headers of every request, the token among them
   */
  public StorageClient(
      WebClient web,
      String url,
      Map<String, Secret> headers,
      ExchangeLimits limits,
      RequestGuard guard,
      StorageErrors errors,
      ObjectMapper mapper) {
    this.web = web;
    this.url = url;
    this.headers = Map.copyOf(headers);
    this.limits = limits;
    this.guard = guard;
    this.errors = errors;
    this.mapper = mapper;
  }

  /** The same stack and guard; every request carries one more header. */
  public StorageClient with(String header, String value) {
    Map<String, Secret> more = new java.util.HashMap<>(headers);
    more.put(header, Secret.of(value));
    return new StorageClient(web, url, more, limits, guard, errors, mapper);
  }

  /**
   * The answer's JSON. A request's address is made of checked parts ({@link StoragePath}), so that
   * nothing that the client would refuse takes a connection first.
   */
  public Uni<JsonNode> call(StorageRequest request) {
    return guard.call(() -> StorageMeters.timed(request, attempt(request)));
  }

  private Uni<JsonNode> attempt(StorageRequest request) {
    HttpRequest<Buffer> http =
        web.requestAbs(request.method(), url + "/v2/storage" + request.path());
    headers.forEach((name, value) -> http.putHeader(name, value.reveal()));
    return limits
        .exchange(http, bounded -> send(bounded, request))
        .onFailure(failure -> !(failure instanceof SluiceException))
        .transform(cause -> errors.noAnswer(request, cause))
        .map(answer -> read(request, answer));
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

  private JsonNode read(StorageRequest request, HttpResponse<byte[]> answer) {
    int status = answer.statusCode();
    if (status >= 200 && status < 300) {
      return json(answer)
          .orElseThrow(() -> errors.notUnderstood("no JSON when asked to " + request.purpose()));
    }
    Optional<String> wait = Optional.ofNullable(answer.getHeader("Retry-After"));
    throw errors.of(request, status, wait, json(answer).orElse(MissingNode.getInstance()));
  }

  private Optional<JsonNode> json(HttpResponse<byte[]> answer) {
    if (answer.body() == null) {
      return Optional.empty();
    }
    try {
      JsonNode node = mapper.readTree(answer.body());
      return node.isContainerNode() ? Optional.of(node) : Optional.empty();
    } catch (JsonProcessingException notJson) {
      return Optional.empty();
    } catch (java.io.IOException impossible) {
      throw new java.io.UncheckedIOException(impossible);
    }
  }
}
