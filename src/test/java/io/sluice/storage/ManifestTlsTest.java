package io.sluice.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.TlsIdentity;
import io.sluice.base.ErrorCode;
import io.sluice.base.Secret;
import io.sluice.base.SluiceException;
import io.sluice.base.VertxTimekeeper;
import io.sluice.cloud.CloudCredentials;
import io.sluice.cloud.SigningCloudRequests;
import io.sluice.cloud.TestCloudConfig;
import io.sluice.fact.Fact;
import io.sluice.fact.Holds;
import io.sluice.storage.connection.ConfiguredConnections;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A manifest comes from the address that was checked, under the name of its host. */
class ManifestTlsTest {
  private static final String HOST = "files.sluice.test";

  @TempDir Path directory;
  private final Vertx vertx = Vertx.vertx();
  private final List<String> indicated = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  @Test
  @Holds({Fact.NOT_INWARDS, Fact.MANIFEST_PLAIN_GET})
  void theHostsOwnCertificateIsAcceptedAtTheAddressThatWasChecked() throws IOException {
    // Given
    TlsIdentity identity = TlsIdentity.of(HOST, directory);
    HttpServer server = server(identity);

    // When
    Manifest manifest = manifest(server, identity);

    // Then
    assertThat(manifest.slices()).isEmpty();
    assertThat(indicated).containsExactly(HOST);
  }

  @Test
  @Holds(Fact.NOT_INWARDS)
  void anotherHostsCertificateIsRefusedBeforeAnythingIsAsked() throws IOException {
    // Given
    TlsIdentity identity = TlsIdentity.of("other.sluice.test", directory);
    HttpServer server = server(identity);

    // When
    SluiceException failure =
        catchThrowableOfType(SluiceException.class, () -> manifest(server, identity));

    // Then
    assertThat(failure.code()).isEqualTo(ErrorCode.CLOUD_UNAVAILABLE);
    assertThat(failure)
        .hasMessageContaining(HOST)
        .hasMessageContaining("sluice.storage.trusted-certificates");
    assertThat(indicated).isEmpty();
  }

  private HttpServer server(TlsIdentity identity) {
    return vertx
        .createHttpServer(identity.server())
        .requestHandler(
            request -> {
              indicated.add(request.connection().indicatedServerName());
              request.response().end("{\"entries\":[]}");
            })
        .listen(0, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(10, TimeUnit.SECONDS)
        .join();
  }

  private Manifest manifest(HttpServer server, TlsIdentity trusted) {
    String origin = "https://" + HOST + ":" + server.actualPort();
    VertxTimekeeper time = new VertxTimekeeper(vertx);
    StorageApi api =
        new ConfiguredConnections(
                TestConnections.of("default", "https://connection.keboola.com", "1-token"),
                TestStorageConfig.quick().trusting(trusted.certificate()),
                new SigningCloudRequests(
                    TestCloudConfig.publicClouds().allowing(origin),
                    host -> Uni.createFrom().item(List.of(InetAddress.getLoopbackAddress())),
                    time),
                time,
                vertx,
                "test")
            .get("default");
    Secret url = Secret.of(origin + "/bucket/1.csvmanifest?signature=1");
    FileDetail file =
        new FileDetail(
            1,
            "t.csv",
            true,
            url,
            OptionalLong.empty(),
            new CloudCredentials.Gcp("bucket", "1.csv", Secret.of("token"), Optional.empty()));
    return api.manifest(file).await().atMost(Duration.ofSeconds(30));
  }
}
