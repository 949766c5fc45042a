package io.sluice.transfer;

import io.sluice.Configured;
import io.sluice.base.Secret;
import io.sluice.base.VertxTimekeeper;
import io.sluice.cloud.CloudCredentials;
import io.sluice.cloud.CloudRequests;
import io.sluice.cloud.CredentialsProvider;
import io.sluice.cloud.SignedRequest;
import io.sluice.cloud.SliceAddress;
import io.sluice.transfer.fetch.HttpSliceTransfer;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** A transfer against a {@link FaultServer}, with fakes for the two edges of the cloud's room. */
public final class TransferFixture implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final FaultServer server = new FaultServer(vertx);
  private final HttpSliceTransfer transfer;
  private final Path directory;
  final Recorder recorder = new Recorder();
  final RenewableAccess access = new RenewableAccess();

  public TransferFixture(Path directory, Map<String, String> settings) {
    this.directory = directory;
    this.transfer =
        new HttpSliceTransfer(
            vertx, new VertxTimekeeper(vertx), settings(settings), new LocalRequests());
  }

  /** The settings with waits short enough for a test, unless told otherwise. */
  static TransferConfig settings(Map<String, String> given) {
    Map<String, String> values = new HashMap<>(Map.of("sluice.transfer.back-off", "10ms"));
    given.forEach((key, value) -> values.put("sluice.transfer." + key, value));
    return Configured.with(TransferConfig.class, values);
  }

  public FaultServer server() {
    return server;
  }

  public HttpSliceTransfer transfer() {
    return transfer;
  }

  public TransferRequest request(SliceFormat format, String... paths) {
    return request("export-1", format, OptionalLong.empty(), paths);
  }

  public TransferRequest request(
      String owner, SliceFormat format, OptionalLong size, String... paths) {
    List<TransferRequest.Slice> slices =
        Stream.of(paths)
            .map(path -> new SliceAddress("http://cloud" + path))
            .map(address -> new TransferRequest.Slice(address, format))
            .toList();
    return new TransferRequest(owner, slices, directory.resolve(owner), size, access, recorder);
  }

  /** Fetches and waits for the outcome. */
  List<SliceFile> fetch(SliceFormat format, String... paths) {
    return transfer.fetch(request(format, paths)).await().atMost(java.time.Duration.ofSeconds(30));
  }

  @Override
  public void close() {
    transfer.close();
    server.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  /** Signs with the bearer token of the access. */
  private final class LocalRequests implements CloudRequests {
    @Override
    public Uni<SignedRequest> get(CloudCredentials given, SliceAddress slice) {
      CloudCredentials.Gcp gcp = (CloudCredentials.Gcp) given;
      return Uni.createFrom()
          .item(
              new SignedRequest(
                  SocketAddress.inetSocketAddress(server.port(), "127.0.0.1"),
                  "cloud.test",
                  server.port(),
                  false,
                  Secret.of(URI.create(slice.value()).getRawPath() + "?sig=secret"),
                  Map.of("Authorization", gcp.accessToken())));
    }
  }

  /** Lends tokens: token-0, token-1 and so on. */
  static final class RenewableAccess implements CredentialsProvider {
    final AtomicInteger generation = new AtomicInteger();

    @Override
    public Uni<CloudCredentials> current() {
      return Uni.createFrom().item(this::lend);
    }

    @Override
    public Uni<CloudCredentials> replace(CloudCredentials refused) {
      return Uni.createFrom()
          .item(
              () -> {
                generation.incrementAndGet();
                return lend();
              });
    }

    private CloudCredentials lend() {
      return new CloudCredentials.Gcp(
          "bucket", "", Secret.of("token-" + generation.get()), Optional.empty());
    }
  }

  /** Remembers what a listener is told. */
  static final class Recorder implements TransferListener {
    final AtomicLong received = new AtomicLong();
    final AtomicLong resumed = new AtomicLong();
    final List<SliceFile> finished = new CopyOnWriteArrayList<>();

    @Override
    public void begun(int slice) {}

    @Override
    public void received(long bytes) {
      received.addAndGet(bytes);
    }

    @Override
    public void resumed(long bytes) {
      resumed.addAndGet(bytes);
    }

    @Override
    public void finished(SliceFile slice) {
      finished.add(slice);
    }
  }
}
