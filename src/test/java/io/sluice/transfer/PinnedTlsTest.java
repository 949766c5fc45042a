package io.sluice.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.TlsIdentity;
import io.sluice.base.ErrorCode;
import io.sluice.base.Secret;
import io.sluice.base.SluiceException;
import io.sluice.base.VertxTimekeeper;
import io.sluice.cloud.CloudCredentials;
import io.sluice.cloud.CredentialsProvider;
import io.sluice.cloud.HostResolver;
import io.sluice.cloud.RefreshingCredentials;
import io.sluice.cloud.SigningCloudRequests;
import io.sluice.cloud.SliceAddress;
import io.sluice.cloud.TestCloudConfig;
import io.sluice.fact.Fact;
import io.sluice.fact.Holds;
import io.sluice.transfer.fetch.HttpSliceTransfer;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The connection goes to the address that was checked; the name that is indicated and that the
 * certificate must bear is the host's. The system knows no host of this name.
 */
class PinnedTlsTest {
  private static final String HOST = "files.sluice.test";
  private static final byte[] SLICE = Payload.csv(100_000, 1);

  @TempDir static Path identities;
  private static TlsIdentity right;
  private static TlsIdentity wrong;
  private static Path trusted;

  @TempDir Path directory;
  private final Vertx vertx = Vertx.vertx();
  private final List<String> indicated = new CopyOnWriteArrayList<>();
  private final List<String> resolved = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void makeIdentities() throws IOException {
    right = TlsIdentity.of(HOST, identities);
    wrong = TlsIdentity.of("other.sluice.test", identities);
    trusted = TlsIdentity.trusting(identities.resolve("trusted.pem"), right, wrong);
  }

  @AfterEach
  void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Holds(Fact.NOT_INWARDS)
  void theHostsOwnCertificateIsAcceptedAtTheAddressThatWasChecked(boolean openssl)
      throws IOException {
    // Given
    FaultServer server = server(right);

    // When
    List<SliceFile> files = fetch(server, openssl);

    // Then
    assertThat(Files.readAllBytes(files.get(0).path())).isEqualTo(SLICE);
    assertThat(indicated).containsExactly(HOST);
    assertThat(resolved).containsExactly(HOST);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Holds(Fact.NOT_INWARDS)
  void anotherHostsCertificateIsRefusedBeforeAnythingIsAsked(boolean openssl) {
    // Given
    FaultServer server = server(wrong);

    // When
    SluiceException failure =
        catchThrowableOfType(SluiceException.class, () -> fetch(server, openssl));

    // Then
    assertThat(failure.code()).isEqualTo(ErrorCode.CLOUD_UNAVAILABLE);
    assertThat(failure).hasMessageContaining("the host's certificate was refused");
    assertThat(server.requests()).isEmpty();
  }

  private FaultServer server(TlsIdentity identity) {
    FaultServer server = new FaultServer(vertx, identity.server());
    server.store("/bucket/exp/1.csv", SLICE);
    server.script(
        "/bucket/exp/1.csv",
        (self, request, object) -> {
          indicated.add(request.connection().indicatedServerName());
          request.response().end(self.stored("/bucket/exp/1.csv"));
        });
    return server;
  }

  private List<SliceFile> fetch(FaultServer server, boolean openssl) {
    TransferConfig settings =
        TransferFixture.settings(
            Map.of(
                "openssl", Boolean.toString(openssl),
                "trusted-certificates", trusted.toString(),
                "attempts", "2"));
    VertxTimekeeper time = new VertxTimekeeper(vertx);
    HttpSliceTransfer transfer =
        new HttpSliceTransfer(
            vertx,
            time,
            settings,
            new SigningCloudRequests(
                TestCloudConfig.publicClouds().withGcs("https://" + HOST + ":" + server.port()),
                dns(),
                time));
    CloudCredentials access =
        new CloudCredentials.Gcp("bucket", "exp/1.csv", Secret.of("token"), Optional.empty());
    CredentialsProvider source =
        new RefreshingCredentials(
            access, () -> Uni.createFrom().item(access), time, Duration.ofMinutes(5));
    try {
      return transfer
          .fetch(
              new TransferRequest(
                  "export-1",
                  List.of(
                      new TransferRequest.Slice(
                          new SliceAddress("gs://bucket/exp/1.csv"), SliceFormat.CSV)),
                  directory.resolve("export-1"),
                  OptionalLong.empty(),
                  source,
                  new TransferFixture.Recorder()))
          .await()
          .atMost(Duration.ofSeconds(30));
    } finally {
      transfer.close();
    }
  }

  private HostResolver dns() {
    return host -> {
      resolved.add(host);
      return Uni.createFrom().item(List.of(InetAddress.getLoopbackAddress()));
    };
  }
}
