package io.sluice.api.event;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.sluice.Configured;
import io.sluice.access.Caller;
import io.sluice.base.ExportId;
import io.sluice.base.NamedIds;
import io.sluice.base.TableId;
import io.sluice.base.VertxTimekeeper;
import io.sluice.export.model.Batch;
import io.sluice.export.model.Export;
import io.sluice.export.model.ExportFilter;
import io.sluice.export.model.ExportRequest;
import io.sluice.export.model.ExportState;
import io.sluice.export.model.ExportState.Queued;
import io.sluice.export.model.Progress;
import io.sluice.export.model.Submission;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The hub on a server of its own, without the rest of the application. */
final class StreamFixture implements AutoCloseable {
  private static final String BATCH = "batch/";
  private static final Submission MEMBER =
      Submission.member(
          Optional.empty(),
          Optional.empty(),
          new Submission.Membership("batch", 0, "digest"),
          Optional.empty());

  final Vertx vertx = Vertx.vertx();
  final EventHub hub;
  private final HttpServer server;
  private final Set<ExportId> forgotten = ConcurrentHashMap.newKeySet();

  StreamFixture(Duration patience) {
    this(patience, Duration.ofMillis(500));
  }

  /** With so much time between writes of mere progress to a stream of many. */
  StreamFixture(Duration patience, Duration interval) {
    ObjectMapper mapper =
        new ObjectMapper()
            .registerModules(new Jdk8Module(), new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
    hub = new EventHub(mapper, config(patience, interval), new VertxTimekeeper(vertx));
    server =
        vertx
            .createHttpServer()
            .requestHandler(this::serve)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  int port() {
    return server.actualPort();
  }

  /** It is in the snapshot of no batch from now on. */
  void forget(String name) {
    forgotten.add(NamedIds.id(name));
  }

  /**
   * {@code /ID} is a stream of one export, {@code /batch/ID,ID} of a batch, {@code /} of all. All
   * are queued when the stream is opened.
   */
  private void serve(HttpServerRequest request) {
    HttpServerResponse response = request.response().setChunked(true);
    EventStream stream =
        hub.stream(subscription(request.path().substring(1)), vertx.getOrCreateContext(), response);
    response.closeHandler(closed -> stream.close());
    hub.open(stream);
  }

  private Subscription subscription(String path) {
    if (path.isEmpty()) {
      return Subscription.toMany(Caller.program(), ExportFilter.ALL, () -> exports(List.of()));
    }
    if (path.startsWith(BATCH)) {
      List<Export> members = queued(List.of(path.substring(BATCH.length()).split(",", -1)));
      List<Export> known =
          members.stream().filter(export -> !forgotten.contains(export.id())).toList();
      return Subscription.toBatch(
          Caller.program(), new Batch("batch", members), () -> exports(known));
    }
    List<Export> one = queued(List.of(path));
    return Subscription.toOne(one.get(0), () -> exports(one));
  }

  private static List<Export> queued(List<String> names) {
    return names.stream().map(name -> export(name, 1, new Queued())).toList();
  }

  private static Uni<List<Export>> exports(List<Export> exports) {
    return Uni.createFrom().item(exports);
  }

  static Export export(String name, long version, ExportState state) {
    return new Export(
        NamedIds.id(name),
        version,
        new ExportRequest(
            TableId.parse("in.c-shop.orders"),
            "default",
            OptionalLong.empty(),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            OptionalLong.empty(),
            ExportRequest.FileType.AUTO,
            new ExportRequest.Output(
                "orders.parquet",
                ExportRequest.Types.DECLARED,
                ExportRequest.Merge.AUTO,
                Optional.empty(),
                "local")),
        Instant.EPOCH,
        state,
        List.of(new Export.Phase(state.label(), Instant.now())),
        new Progress(
            3,
            OptionalInt.of(24),
            version,
            OptionalLong.of(1_000_000),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty()),
        List.of(),
        0,
        1,
        MEMBER,
        Map.of(),
        false);
  }

  private static EventsConfig config(Duration patience, Duration interval) {
    return Configured.with(
        EventsConfig.class,
        Map.of(
            "sluice.events.heartbeat", "1s",
            "sluice.events.patience", patience.toMillis() + "ms",
            "sluice.events.interval", interval.toMillis() + "ms"));
  }

  @Override
  public void close() {
    hub.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
