package io.sluice.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.io.ByteSource;
import io.sluice.base.Secret;
import io.sluice.fact.Fact;
import io.sluice.fact.Holds;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStore;
import org.jclouds.blobstore.BlobStoreContext;
import org.jclouds.blobstore.TransientApiMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests for {@code s3://} slices against an S3 server that checks SigV4 signatures. */
class S3ProxyTest {
  private static final String BUCKET = "keboola-files";
  private static final String PREFIX = "exp-2/8625/table-exports/";

  private static BlobStoreContext store;
  private static S3Proxy proxy;
  private static CloudClient client;

  @BeforeAll
  static void start() throws Exception {
    store =
        ContextBuilder.newBuilder(new TransientApiMetadata())
            .credentials("x", "y")
            .buildView(BlobStoreContext.class);
    proxy =
        S3Proxy.builder()
            .blobStore(store.getBlobStore())
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V4, "ASIAEXAMPLE", "the-secret")
            .ignoreUnknownHeaders(true)
            .build();
    proxy.start();
    store.getBlobStore().createContainerInLocation(null, BUCKET);
    client = new CloudClient();
  }

  @AfterAll
  static void stop() throws Exception {
    client.close();
    proxy.stop();
    store.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.csv.gz_0_0_0.csv.gz",
        "a+b.csv",
        "a b.csv",
        "100%25.csv",
        "žluťoučký/kůň-日本.csv",
        "a&b=c;d,e'f(g)h!i*j$k@l:m~n.csv",
        "double//slash.csv"
      })
  @Holds({Fact.S3_REQUEST, Fact.PERCENT_ENCODING})
  void aSignedRequestIsAnsweredWhateverTheKeyHolds(String name) {
    // Given
    put(name, "1,\"paid\"\n");

    // When
    HttpResponse<Buffer> answer =
        client.get(config(), access("the-secret", ""), slice(name), Map.of());

    // Then
    assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(200);
    assertThat(answer.bodyAsString()).isEqualTo("1,\"paid\"\n");
  }

  @Test
  @Holds(Fact.AWS_CREDENTIALS)
  void aSessionTokenIsPartOfTheSignature() {
    // Given
    put("2.csv", "2");

    // When
    HttpResponse<Buffer> answer =
        client.get(config(), access("the-secret", "session/token+=="), slice("2.csv"), Map.of());

    // Then
    assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(200);
  }

  @Test
  void aRangeCanBeAddedToASignedRequest() {
    // Given
    put("3.csv", "0123456789");
    Map<String, String> range = Map.of("Range", "bytes=4-");

    // When
    HttpResponse<Buffer> answer =
        client.get(config(), access("the-secret", ""), slice("3.csv"), range);

    // Then
    assertThat(answer.statusCode()).isEqualTo(206);
    assertThat(answer.bodyAsString()).isEqualTo("456789");
  }

  @Test
  void aWrongSecretIsRefusedByTheServer() {
    // Given
    put("4.csv", "4");

    // When
    HttpResponse<Buffer> answer =
        client.get(config(), access("another-secret", ""), slice("4.csv"), Map.of());

    // Then
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.bodyAsString()).contains("SignatureDoesNotMatch");
  }

  private static void put(String name, String text) {
    BlobStore blobs = store.getBlobStore();
    blobs.putBlob(
        BUCKET,
        blobs
            .blobBuilder(PREFIX + name)
            .payload(ByteSource.wrap(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
            .build());
  }

  private static SliceAddress slice(String name) {
    return new SliceAddress("s3://" + BUCKET + "/" + PREFIX + name);
  }

  private static CloudConfig config() {
    return TestCloudConfig.publicClouds().withS3("http://127.0.0.1:" + proxy.getPort() + "/");
  }

  private static CloudCredentials access(String secret, String sessionToken) {
    return new CloudCredentials.Aws(
        "eu-central-1",
        BUCKET,
        PREFIX,
        Secret.of("ASIAEXAMPLE"),
        Secret.of(secret),
        Secret.of(sessionToken),
        Optional.empty());
  }
}
