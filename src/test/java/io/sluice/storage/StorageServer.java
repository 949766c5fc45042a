package io.sluice.storage;

import io.sluice.base.Timekeeper;
import io.sluice.base.VertxTimekeeper;
import io.sluice.cloud.CloudConfig;
import io.sluice.cloud.SigningCloudRequests;
import io.sluice.cloud.SystemHostResolver;
import io.sluice.cloud.TestCloudConfig;
import io.sluice.storage.connection.ConfiguredConnections;
import io.sluice.storage.wire.StorageConfig;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;

/**
 * A small real HTTP server that answers, and misbehaves, as a test says; it keeps what it heard.
 */
final class StorageServer implements AutoCloseable {
  static final String TOKEN = "8625-storage-token-that-nobody-may-see";

  static final String OTHER_TOKEN = "9731-token-of-another-connection";

  /** What arrived. */
  record Heard(String method, String uri, Map<String, String> headers, String body) {}

  private final Vertx vertx = Vertx.vertx();
  private final Map<String, Consumer<HttpServerRequest>> routes = new ConcurrentHashMap<>();
  private final List<Heard> heard = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  StorageServer() {
    server =
        vertx
            .createHttpServer()
            .requestHandler(this::answer)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .orTimeout(10, TimeUnit.SECONDS)
            .join();
  }

  private void answer(HttpServerRequest request) {
    request.body(
        body -> {
          Map<String, String> headers = new ConcurrentHashMap<>();
          request.headers().forEach(header -> headers.put(header.getKey(), header.getValue()));
          heard.add(
              new Heard(request.method().name(), request.uri(), headers, body.result().toString()));
          routes
              .getOrDefault(request.path(), other -> other.response().setStatusCode(404).end("{}"))
              .accept(request);
        });
  }

  String url() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  void stopListening() {
    server.close().toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  Vertx vertx() {
    return vertx;
  }

  List<Heard> heard() {
    return heard;
  }

  /** Answers with this JSON; {@code BASE} in it stands for the server's own address. */
  StorageServer on(String path, String json) {
    return on(path, request -> request.response().end(json.replace("BASE", url())));
  }

  StorageServer on(String path, Consumer<HttpServerRequest> answer) {
    routes.put(path, answer);
    return this;
  }

  StorageApi api() {
    return api(TestStorageConfig.quick());
  }

  StorageApi api(StorageConfig config) {
    return connections(config, new VertxTimekeeper(vertx)).get("default");
  }

  /** The manifests may come from that origin. */
  StorageApi apiTrusting(String origin) {
    return connections(
            TestStorageConfig.quick(), new VertxTimekeeper(vertx), TestCloudConfig.servedBy(origin))
        .get("default");
  }

  static Buffer gzip(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return Buffer.buffer(bytes.toByteArray());
  }

  Connections connections(StorageConfig config, Timekeeper timekeeper) {
    return connections(config, timekeeper, TestCloudConfig.servedBy(url()).allowing(url()));
  }

  private Connections connections(StorageConfig config, Timekeeper timekeeper, CloudConfig cloud) {
    return new ConfiguredConnections(
        TestConnections.of("default", url() + "/", TOKEN).and("other", url(), OTHER_TOKEN),
        config,
        new SigningCloudRequests(cloud, new SystemHostResolver(vertx), timekeeper),
        timekeeper,
        vertx,
        "1.2.3");
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
