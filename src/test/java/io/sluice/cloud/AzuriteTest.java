package io.sluice.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.base.Secret;
import io.sluice.fact.Fact;
import io.sluice.fact.Holds;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests for {@code azure://} slices against Azurite, which checks shared access signatures. */
class AzuriteTest {
  private static final String CONTAINER = "exp-2-export-7647-17982";
  private static final String PREFIX = "17982.csv.gz";

  private static Optional<Azurite> azurite = Optional.empty();
  private static CloudClient client;

  @BeforeAll
  static void start() throws Exception {
    client = new CloudClient();
    azurite = Azurite.start();
    Assumptions.assumeTrue(
        azurite.isPresent(), "Azurite is not there and could not be installed from npm: skipped");
    azurite.get().createContainer(CONTAINER);
  }

  @AfterAll
  static void stop() {
    azurite.ifPresent(Azurite::close);
    client.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"_0_0_0.csv.gz", "_a+b.csv", "_a b.csv", "_100%25.csv", "_kůň-日本.csv"})
  @Holds({Fact.AZURE_REQUEST, Fact.PERCENT_ENCODING, Fact.AZURE_CREDENTIALS})
  void aSignatureOfTheContainerOpensItsBlobs(String name) throws Exception {
    // Given
    azurite.orElseThrow().put(CONTAINER, PREFIX + name, "1,\"paid\"\n");

    // When
    HttpResponse<Buffer> answer = get(name, azurite.orElseThrow().containerSignature(CONTAINER));

    // Then
    assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(200);
    assertThat(answer.bodyAsString()).isEqualTo("1,\"paid\"\n");
  }

  @Test
  @Holds(Fact.EXPIRY_AZURE)
  void aSignatureThatHasEndedIsRefusedByTheServer() throws Exception {
    // Given
    azurite.orElseThrow().put(CONTAINER, PREFIX + "_1.csv", "1");
    String ended =
        azurite.orElseThrow().containerSignature(CONTAINER, Duration.ofHours(1).negated());

    // When
    HttpResponse<Buffer> answer = get("_1.csv", ended);

    // Then
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.getHeader("x-ms-error-code")).isEqualTo("AuthorizationFailure");
  }

  private static HttpResponse<Buffer> get(String name, String signature) {
    Azurite server = azurite.orElseThrow();
    CloudCredentials access =
        new CloudCredentials.Azure(
            URI.create(server.endpoint()),
            CONTAINER,
            PREFIX,
            Secret.of(signature),
            Optional.empty());
    SliceAddress slice =
        new SliceAddress(
            "azure://"
                + server.endpoint().substring("http://".length())
                + "/"
                + CONTAINER
                + "/"
                + PREFIX
                + name);
    CloudConfig config = TestCloudConfig.publicClouds().allowing(server.origin());
    return client.get(config, access, slice, Map.of());
  }
}
