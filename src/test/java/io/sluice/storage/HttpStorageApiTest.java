package io.sluice.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.base.TableId;
import io.sluice.cloud.CloudCredentials;
import io.sluice.cloud.SliceAddress;
import io.sluice.fact.Fact;
import io.sluice.fact.Holds;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpStorageApiTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final TableId ORDERS = TableId.parse("in.c-shop.orders");

  private StorageServer server;

  @BeforeEach
  void start() {
    server = new StorageServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void anExportIsStartedWithAJsonBodyAndGzip() {
    // Given
    server.on(
        "/v2/storage/tables/in.c-shop.orders/export-async",
        request ->
            request.response().setStatusCode(202).end("{\"id\": 7, \"status\": \"waiting\"}"));

    // When
    Job job =
        server
            .api()
            .withRunId("run-1")
            .export(ORDERS, OptionalLong.empty(), WholeTable.as(FileType.PARQUET))
            .await()
            .atMost(SOON);

    // Then
    assertThat(job.status()).isEqualTo(Job.Status.WAITING);
    assertThat(server.heard())
        .singleElement()
        .satisfies(
            heard -> {
              assertThat(new JsonObject(heard.body()))
                  .isEqualTo(new JsonObject().put("fileType", "parquet").put("gzip", true));
              assertThat(heard.headers())
                  .containsEntry("X-StorageApi-Token", StorageServer.TOKEN)
                  .containsEntry("X-KBC-RunId", "run-1")
                  .containsEntry("User-Agent", "Sluice/1.2.3");
            });
  }

  @Test
  @Holds({Fact.MANIFEST_PLAIN_GET, Fact.MANIFEST_JSON, Fact.ENTRY_ORDER, Fact.MANDATORY_MISSING})
  void aManifestIsFetchedByItsUrlAloneAndSortedNaturally() {
    // Given
    server
        .on(
            "/v2/storage/files/234",
            """
            {"id": 234, "name": "in.c-shop.orders.csv.gz", "isSliced": true, "sizeBytes": 12,
             "url": "BASE/manifest?X-Amz-Signature=abc", "region": "eu-central-1",
             "s3Path": {"bucket": "files", "key": "exp-2/1.csv.gz"},
             "credentials": {"AccessKeyId": "a", "SecretAccessKey": "b", "SessionToken": "c",
                             "Expiration": "2026-01-01T00:00:00+00:00"}}
            """)
        .on(
            "/manifest",
            """
            {"entries": [{"url": "s3:\\/\\/files\\/exp-2\\/1.csv.gz_0_10_0.csv.gz"},
                         {"url": "s3://files/exp-2/1.csv.gz_0_2_0.csv.gz", "mandatory": true}]}
            """);
    StorageApi api = server.api();

    // When
    Manifest manifest =
        api.file(234, OptionalLong.empty()).chain(api::manifest).await().atMost(SOON);

    // Then
    assertThat(manifest.slices())
        .extracting(SliceAddress::name)
        .containsExactly("1.csv.gz_0_2_0.csv.gz", "1.csv.gz_0_10_0.csv.gz");
    assertThat(server.heard().get(1).headers()).doesNotContainKey("X-StorageApi-Token");
    assertThat(server.heard().get(1).uri()).isEqualTo("/manifest?X-Amz-Signature=abc");
  }

  @Test
  void aRequestThatFailsInPassingIsTriedAgain() {
    // Given
    int[] calls = {0};
    server.on(
        "/v2/storage/jobs/7",
        request -> {
          int call = calls[0]++;
          if (call == 0) {
            request.response().setStatusCode(503).putHeader("Retry-After", "0").end();
          } else if (call == 1) {
            request.connection().close();
          } else {
            request
                .response()
                .end(
                    "{\"id\": \"7\", \"status\": \"success\", \"results\": {\"file\": {\"id\": 9}}}");
          }
        });

    // When
    Job job = server.api().job(7).await().atMost(SOON);

    // Then
    assertThat(job.fileId()).contains(9L);
    assertThat(server.heard()).hasSize(3);
  }

  @Test
  @Holds(Fact.GCP_CREDENTIALS)
  void credentialsOfTheFileBecomeAccess() {
    // Given
    server.on(
        "/v2/storage/branch/5/files/234",
        """
        {"id": 234, "isSliced": true, "url": "BASE/manifest",
         "gcsPath": {"bucket": "files", "key": "exp/1.csv"},
         "gcsCredentials": {"access_token": "ya29", "expires_in": 3599, "token_type": "Bearer"}}
        """);

    // When
    FileDetail file = server.api().file(234, OptionalLong.of(5)).await().atMost(SOON);

    // Then
    assertThat(file.access()).isInstanceOf(CloudCredentials.Gcp.class);
  }
}
