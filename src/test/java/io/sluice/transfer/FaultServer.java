package io.sluice.transfer;

import io.sluice.RawAnswer;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A cloud that serves objects as S3 does, with ranges and If-Match, and misbehaves as told: each
 * request to an object takes the next of its scripted answers, and an honest one when there is none
 * left.
 */
public final class FaultServer implements AutoCloseable {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

  private final Map<String, Stored> objects = new ConcurrentHashMap<>();
  private final Map<String, Queue<Answer>> scripts = new ConcurrentHashMap<>();
  private final List<Seen> requests = new CopyOnWriteArrayList<>();
  private final Map<String, Answer> otherwise = new ConcurrentHashMap<>();
  private final AtomicLong versions = new AtomicLong();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicInteger connections = new AtomicInteger();
  private final Vertx vertx;
  private final HttpServer server;

  /** An object and the headers that the cloud adds to it. */
  record Stored(Buffer bytes, String entityTag, Map<String, String> headers) {}

  /** A request that came. */
  record Seen(
      String path, Optional<String> range, Optional<String> ifMatch, String authorization) {}

  /** How to answer a request. */
  @FunctionalInterface
  interface Answer {
    void answer(FaultServer server, HttpServerRequest request, Stored object);
  }

  FaultServer(Vertx vertx) {
    this(vertx, new HttpServerOptions());
  }

  FaultServer(Vertx vertx, HttpServerOptions options) {
    this.vertx = vertx;
    this.server =
        vertx
            .createHttpServer(options.setHost("127.0.0.1").setPort(0))
            .connectionHandler(this::count)
            .requestHandler(this::handle)
            .listen()
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  int port() {
    return server.actualPort();
  }

  public void store(String path, byte[] bytes) {
    store(path, bytes, Map.of());
  }

  public void store(String path, byte[] bytes, Map<String, String> headers) {
    String tag = headers.getOrDefault("ETag", "\"v" + versions.incrementAndGet() + "\"");
    objects.put(path, new Stored(Buffer.buffer(bytes), tag, headers));
  }

  /** The next requests to the object are answered so, one after the other. */
  void script(String path, Answer... answers) {
    scripts.computeIfAbsent(path, unused -> new ConcurrentLinkedQueue<>()).addAll(List.of(answers));
  }

  /** All requests to the object are answered so. */
  void always(String path, Answer answer) {
    otherwise.put(path, answer);
  }

  Buffer stored(String path) {
    return objects.get(path).bytes();
  }

  List<Seen> requests() {
    return List.copyOf(requests);
  }

  /** Bytes of bodies that were sent. */
  long sent() {
    return sent.get();
  }

  @Override
  public void close() {
    server.close().toCompletionStage().toCompletableFuture().join();
  }

  /** Connections that are open. */
  int connections() {
    return connections.get();
  }

  private void count(HttpConnection connection) {
    connections.incrementAndGet();
    connection.closeHandler(closed -> connections.decrementAndGet());
  }

  private void handle(HttpServerRequest request) {
    String path = request.path();
    requests.add(
        new Seen(
            path,
            Optional.ofNullable(request.getHeader("Range")),
            Optional.ofNullable(request.getHeader("If-Match")),
            request.getHeader("Authorization")));
    Stored object = objects.get(path);
    if (object == null) {
      request.response().setStatusCode(404).end("<Error><Code>NoSuchKey</Code></Error>");
      return;
    }
    Answer next = scripts.getOrDefault(path, new ArrayDeque<>()).poll();
    (next == null ? otherwise.getOrDefault(path, honest()) : next).answer(this, request, object);
  }

  static Answer honest() {
    return (server, request, object) -> {
      HttpServerResponse response = server.head(request, object);
      if (response.getStatusCode() >= 400) {
        response.end();
        return;
      }
      Buffer body = server.body(request, object);
      server.sent.addAndGet(body.length());
      response.end(body);
    };
  }

  /** Sends so many bytes of what was asked for, then breaks the connection. */
  static Answer cutAfter(int bytes) {
    return (server, request, object) -> {
      HttpServerResponse response = server.head(request, object);
      if (response.getStatusCode() >= 400) {
        response.end();
        return;
      }
      Buffer body = server.body(request, object);
      Buffer some = body.slice(0, Math.min(bytes, body.length()));
      server.sent.addAndGet(some.length());
      response.write(some).onComplete(written -> request.connection().close());
    };
  }

  /** An honest head, then so many bytes, then nothing. */
  static Answer stallAfter(int bytes) {
    return (server, request, object) -> {
      HttpServerResponse response = server.head(request, object);
      Buffer some = server.body(request, object).slice(0, bytes);
      server.sent.addAndGet(bytes);
      response.write(some);
    };
  }

  static Answer status(int status, String body) {
    return (server, request, object) -> request.response().setStatusCode(status).end(body);
  }

  /** The whole object whatever range was asked for. */
  static Answer ignoringRange() {
    return (server, request, object) -> {
      server.sent.addAndGet(object.bytes().length());
      request.response().putHeader("ETag", object.entityTag()).end(object.bytes());
    };
  }

  /** Announces a length that is off by so much, sends what there is, and closes. */
  static Answer lengthOff(int difference) {
    return (server, request, object) -> {
      HttpServerResponse response = server.head(request, object);
      if (response.getStatusCode() >= 400) {
        response.end();
        return;
      }
      Buffer body = server.body(request, object);
      int length = Math.max(0, body.length() + difference);
      response.putHeader("Content-Length", Integer.toString(length));
      response
          .write(body.slice(0, Math.min(length, body.length())))
          .onComplete(written -> request.connection().close());
    };
  }

  /** Sends half of it chunked, as if that were all. */
  static Answer halfWithoutLength() {
    return (server, request, object) ->
        request
            .response()
            .putHeader("ETag", object.entityTag())
            .setChunked(true)
            .end(object.bytes().slice(0, object.bytes().length() / 2));
  }

  /** These characters in place of a response. */
  static Answer raw(String characters) {
    return (server, request, object) -> RawAnswer.send(request, characters);
  }

  /** An honest object with one more header. */
  static Answer withHeader(String name, String value) {
    return (server, request, object) -> {
      request.response().putHeader(name, value);
      honest().answer(server, request, object);
    };
  }

  /** Some bytes every now and then. */
  static Answer dripping() {
    return (server, request, object) -> {
      HttpServerResponse response = server.head(request, object);
      Buffer body = server.body(request, object);
      int[] sent = {0};
      long timer =
          server.vertx.setPeriodic(
              20,
              tick -> {
                response.write(body.slice(sent[0], sent[0] + 10));
                sent[0] += 10;
              });
      response.closeHandler(closed -> server.vertx.cancelTimer(timer));
    };
  }

  /** A 206 whose range begins so much beside what was asked for. */
  static Answer anotherRange(int shift) {
    return (server, request, object) -> {
      int length = object.bytes().length();
      int start = (int) range(request, object)[0] + shift;
      request
          .response()
          .setStatusCode(206)
          .putHeader("ETag", object.entityTag())
          .putHeader("Content-Range", "bytes " + start + "-" + (length - 1) + "/" + length)
          .end(object.bytes().slice(start, length));
    };
  }

  /** A 206 that does not say which range it brings. */
  static Answer rangeUnsaid() {
    return (server, request, object) ->
        request
            .response()
            .setStatusCode(206)
            .putHeader("ETag", object.entityTag())
            .end(server.body(request, object));
  }

  /** The range that was asked for, of whatever object is there now. */
  static Answer ignoringIfMatch() {
    return (server, request, object) -> {
      request.headers().remove("If-Match");
      honest().answer(server, request, object);
    };
  }

  static Answer busy(int seconds) {
    return (server, request, object) ->
        request
            .response()
            .setStatusCode(503)
            .putHeader("Retry-After", Integer.toString(seconds))
            .end("busy");
  }

  static Answer encoded(String encoding) {
    return (server, request, object) ->
        request.response().putHeader("Content-Encoding", encoding).end(object.bytes());
  }

  /** A head for what was asked for: 200, 206, 412 or 416. */
  HttpServerResponse head(HttpServerRequest request, Stored object) {
    HttpServerResponse response = request.response();
    String ifMatch = request.getHeader("If-Match");
    if (ifMatch != null && !ifMatch.equals(object.entityTag())) {
      return response.setStatusCode(412);
    }
    object.headers().forEach(response::putHeader);
    response.putHeader("ETag", object.entityTag()).putHeader("Accept-Ranges", "bytes");
    long[] range = range(request, object);
    if (range[0] > 0 && range[0] >= object.bytes().length()) {
      return response.setStatusCode(416);
    }
    if (request.getHeader("Range") != null) {
      response
          .setStatusCode(206)
          .putHeader(
              "Content-Range",
              "bytes " + range[0] + "-" + (range[1] - 1) + "/" + object.bytes().length());
    }
    return response.putHeader("Content-Length", Long.toString(range[1] - range[0]));
  }

  /** The bytes that were asked for. */
  Buffer body(HttpServerRequest request, Stored object) {
    long[] range = range(request, object);
    return object.bytes().slice((int) range[0], (int) range[1]);
  }

  private static long[] range(HttpServerRequest request, Stored object) {
    int length = object.bytes().length();
    Matcher matcher = RANGE.matcher(Optional.ofNullable(request.getHeader("Range")).orElse(""));
    if (!matcher.matches()) {
      return new long[] {0, length};
    }
    long end = matcher.group(2).isEmpty() ? length : Long.parseLong(matcher.group(2)) + 1;
    return new long[] {Long.parseLong(matcher.group(1)), Math.min(end, length)};
  }
}
