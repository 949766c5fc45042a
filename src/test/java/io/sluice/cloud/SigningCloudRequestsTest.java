package io.sluice.cloud;

import static io.sluice.cloud.Accesses.PREFIX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.base.ErrorCode;
import io.sluice.base.ManualTimekeeper;
import io.sluice.base.Secret;
import io.sluice.base.SluiceException;
import io.sluice.fact.Fact;
import io.sluice.fact.Holds;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SigningCloudRequestsTest {
  private final FakeDns dns = new FakeDns();

  @Nested
  class Addresses {
    @ParameterizedTest
    @CsvSource({
      "us-east-1,      files,      files.s3.us-east-1.amazonaws.com,      /",
      "eu-central-1,   files,      files.s3.eu-central-1.amazonaws.com,   /",
      "us-gov-west-1,  files,      files.s3.us-gov-west-1.amazonaws.com,  /",
      "cn-north-1,     files,      files.s3.cn-north-1.amazonaws.com.cn,  /",
      "eu-central-1,   my.files,   s3.eu-central-1.amazonaws.com,         /my.files/",
      "eu-central-1,   my_files,   s3.eu-central-1.amazonaws.com,         /my_files/"
    })
    @Holds({Fact.S3_REQUEST, Fact.REGIONS})
    void s3IsAskedVirtualHostStyleWhereTheBucketIsOneLabel(
        String region, String bucket, String host, String path) {
      // Given
      CloudCredentials access = Accesses.aws(region, bucket);
      SliceAddress slice = new SliceAddress("s3://" + bucket + "/" + PREFIX + "_0_0_0.csv.gz");

      // When
      SignedRequest request = signed(TestCloudConfig.publicClouds(), access, slice);

      // Then
      assertThat(request.host()).isEqualTo(host);
      assertThat(request.uri().reveal()).isEqualTo(path + PREFIX + "_0_0_0.csv.gz");
      assertThat(request.tls()).isTrue();
      assertThat(request.port()).isEqualTo(443);
      assertThat(request.address().hostAddress()).isEqualTo("52.219.170.1");
      assertThat(request.headers().get("authorization").reveal())
          .contains("/" + region + "/s3/aws4_request")
          .contains("SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token");
    }

    @Test
    void aRegionThatIsNoneIsNotMadeAHostName() {
      // Given
      CloudCredentials access = Accesses.aws("eu-1.evil.example/", "files");

      // When
      SluiceException refusal =
          refusal(TestCloudConfig.publicClouds(), access, "s3://files/" + PREFIX);

      // Then
      assertThat(refusal.code()).isEqualTo(ErrorCode.STORAGE_PROTOCOL);
      assertThat(dns.asked()).isEmpty();
    }

    @Test
    @Holds(Fact.GCS_REQUEST)
    void gcsIsAskedWithTheBearerToken() {
      // Given
      SliceAddress slice = new SliceAddress("gs://files/" + PREFIX + "000000000000.csv.gz");

      // When
      SignedRequest request = signed(TestCloudConfig.publicClouds(), Accesses.gcp(), slice);

      // Then
      assertThat(request.host()).isEqualTo("storage.googleapis.com");
      assertThat(request.uri().reveal()).isEqualTo("/files/" + PREFIX + "000000000000.csv.gz");
      assertThat(request.headers())
          .containsOnly(
              org.assertj.core.api.Assertions.entry(
                  "authorization", Secret.of("Bearer ya29.gcp-token")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"azure", "https"})
    @Holds({Fact.AZURE_REQUEST, Fact.ENTRY_SCHEMES})
    void azureIsAskedWithTheSignatureAppended(String scheme) {
      // Given
      SliceAddress slice =
          new SliceAddress(scheme + "://acct.blob.core.windows.net/files/" + PREFIX + "_0.csv");

      // When
      SignedRequest request = signed(TestCloudConfig.publicClouds(), Accesses.azure(), slice);

      // Then
      assertThat(request.host()).isEqualTo("acct.blob.core.windows.net");
      assertThat(request.uri().reveal())
          .isEqualTo("/files/" + PREFIX + "_0.csv?sv=2020&sig=sas%2Bsig%3D");
      assertThat(request.headers()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"chinacloudapi.cn", "usgovcloudapi.net"})
    @Holds({Fact.AZURE_REQUEST, Fact.REGIONS})
    void azuresCloudsOfChinaAndOfTheGovernmentAreAskedAtTheirOwnHosts(String domain) {
      // Given
      String host = "acct.blob.core." + domain;
      CloudCredentials access = Accesses.azure("https://" + host);

      // When
      SignedRequest request =
          signed(
              TestCloudConfig.publicClouds(),
              access,
              new SliceAddress("azure://" + host + "/files/" + PREFIX));

      // Then
      assertThat(request.host()).isEqualTo(host);
      assertThat(request.uri().reveal()).startsWith("/files/" + PREFIX + "?");
    }

    @Test
    @Holds({Fact.PATH_STYLE_URL, Fact.MANIFEST_PLAIN_GET, Fact.NO_DOUBLE_AUTHORISATION})
    void aPresignedAddressIsAskedAsItIs() {
      // Given
      String address = "https://s3.amazonaws.com/files/exp/1%2B2.csvmanifest";
      CloudCredentials access = Accesses.presigned(address + "?X-Amz-Signature=a%2Fb");

      // When
      SignedRequest request =
          signed(TestCloudConfig.publicClouds(), access, new SliceAddress(address));

      // Then
      assertThat(request.host()).isEqualTo("s3.amazonaws.com");
      assertThat(request.uri().reveal())
          .isEqualTo("/files/exp/1%2B2.csvmanifest?X-Amz-Signature=a%2Fb");
      assertThat(request.headers()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
      "'_a+b.csv',     '_a%2Bb.csv'",
      "'_a b.csv',     '_a%20b.csv'",
      "'_100%25.csv',  '_100%2525.csv'",
      "'_kůň.csv',     '_k%C5%AF%C5%88.csv'",
      "'_a~b-c_d.csv', '_a~b-c_d.csv'",
      "'_a?b#c.csv',   '_a%3Fb%23c.csv'"
    })
    @Holds(Fact.PERCENT_ENCODING)
    void aKeyIsPercentEncodedOnce(String name, String encoded) {
      // Given
      SliceAddress slice = new SliceAddress("gs://files/" + PREFIX + name);

      // When
      SignedRequest request = signed(TestCloudConfig.publicClouds(), Accesses.gcp(), slice);

      // Then
      assertThat(request.uri().reveal()).isEqualTo("/files/" + PREFIX + encoded);
    }

    @ParameterizedTest
    @CsvSource({"s3,    /s3/files/", "gs,    /gcs/files/", "azure, /azure/files/"})
    @Holds(Fact.REGIONS)
    void aConfiguredEndpointStandsInForTheCloud(String scheme, String path) {
      // Given
      dns.with("emulator", "127.0.0.1");
      CloudCredentials access =
          switch (scheme) {
            case "s3" -> Accesses.aws();
            case "gs" -> Accesses.gcp();
            default -> Accesses.azure();
          };
      String bucket = scheme.equals("azure") ? "acct.blob.core.windows.net/files" : "files";

      // When
      SignedRequest request =
          signed(
              TestCloudConfig.servedBy("http://emulator:9000"),
              access,
              new SliceAddress(scheme + "://" + bucket + "/" + PREFIX));

      // Then
      assertThat(request.tls()).isFalse();
      assertThat(request.host()).isEqualTo("emulator");
      assertThat(request.port()).isEqualTo(9000);
      assertThat(request.address().hostAddress()).isEqualTo("127.0.0.1");
      assertThat(request.uri().reveal()).startsWith(path + PREFIX);
    }
  }

  @Nested
  class Guard {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "s3://another/exp-2/8625/table-exports/in/c-shop/orders/17982.csv.gz_0.csv",
          "s3://files/exp-2/8625/table-exports/in/c-shop/customers/1.csv.gz",
          "s3://files/",
          "s3://files",
          "s3://",
          "s3:///" + PREFIX,
          "s3://files/" + PREFIX + "/../../secret.csv",
          "s3://files/" + PREFIX + "/..",
          "s3://files/" + PREFIX + "/%2e%2e/%2E%2e/secret.csv",
          "s3://files/" + PREFIX + "%2f..%2fsecret.csv",
          "s3://files/" + PREFIX + "/./secret.csv",
          "s3://files/" + PREFIX + "\\..\\secret.csv",
          "s3://files/" + PREFIX + "_0\r\nHost: evil",
          "gs://files/" + PREFIX,
          "azure://files/" + PREFIX,
          "file:///etc/passwd",
          "http://169.254.169.254/latest/meta-data/",
          "https://127.0.0.1:1/" + PREFIX,
          "https://files@169.254.169.254/" + PREFIX,
          "https://evil.example/files/" + PREFIX,
          "https://evil.s3.eu-central-1.amazonaws.com/" + PREFIX,
          "https://s3.eu-central-1.amazonaws.com/evil/" + PREFIX,
          "ftp://files/" + PREFIX,
          "not a url",
          ""
        })
    @Holds(Fact.UNDER_PREFIX)
    void anEntryAnywhereElseIsRefusedBeforeAnybodyIsAsked(String entry) {
      // Given
      CloudCredentials access = Accesses.aws();

      // When
      SluiceException refusal = refusal(TestCloudConfig.publicClouds(), access, entry);

      // Then
      assertThat(refusal.code()).isEqualTo(ErrorCode.SLICE_ADDRESS_REFUSED);
      assertThat(dns.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "azure://another.blob.core.windows.net/files/" + PREFIX,
          "azure://acct.blob.core.windows.net.evil.example/files/" + PREFIX,
          "azure://acct.blob.core.windows.net:444/files/" + PREFIX,
          "azure://acct.blob.core.windows.net/others/" + PREFIX,
          "azure://acct.blob.core.windows.net@evil.example/files/" + PREFIX,
          "https://acct.blob.core.windows.net/files/secret.csv",
          "https://acct.blob.core.windows.net/files/" + PREFIX + "/%2e%2e/secret.csv",
          "s3://files/" + PREFIX
        })
    @Holds(Fact.UNDER_PREFIX)
    void anEntryOutsideOfTheAccountOrContainerIsRefused(String entry) {
      // Given
      CloudCredentials access = Accesses.azure();

      // When
      SluiceException refusal = refusal(TestCloudConfig.publicClouds(), access, entry);

      // Then
      assertThat(refusal.code()).isEqualTo(ErrorCode.SLICE_ADDRESS_REFUSED);
      assertThat(dns.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "http://files.s3.eu-central-1.amazonaws.com/m",
          "https://files.s3.eu-central-1.amazonaws.com:8443/m",
          "https://elb-1.eu-central-1.elb.amazonaws.com/m",
          "https://ec2-1-2-3-4.eu-central-1.compute.amazonaws.com/m",
          "https://s3.eu-central-1.amazonaws.com.evil.example/m",
          "https://evils3.amazonaws.com.example/m",
          "https://evil.example/m",
          "https://storage.googleapis.com.evil.example/m",
          "https://user:pass@s3.amazonaws.com/m",
          "https://127.0.0.1/m",
          "https://[::1]/m",
          "https://169.254.169.254/m",
          "https://localhost/m",
          "ftp://s3.amazonaws.com/m"
        })
    void onlyTheCloudsOwnStorageHostsAreAllowed(String url) {
      // Given
      CloudCredentials access = Accesses.presigned(url + "?sig=x");

      // When
      SluiceException refusal = refusal(TestCloudConfig.publicClouds(), access, url);

      // Then
      assertThat(refusal.code()).isEqualTo(ErrorCode.SLICE_ADDRESS_REFUSED);
      assertThat(dns.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "https://s3.amazonaws.com/m",
          "https://files.s3.amazonaws.com/m",
          "https://s3-us-west-2.amazonaws.com/m",
          "https://files.s3.dualstack.us-west-2.amazonaws.com/m",
          "https://files.s3.cn-north-1.amazonaws.com.cn/m",
          "https://my.files.s3.us-gov-east-1.amazonaws.com/m",
          "https://storage.googleapis.com/m",
          "https://files.storage.googleapis.com/m",
          "https://kbcfsdxcgtsezztoqc.blob.core.windows.net/m",
          "https://kbcfsdxcgtsezztoqc.blob.core.chinacloudapi.cn/m",
          "https://kbcfsdxcgtsezztoqc.blob.core.usgovcloudapi.net/m"
        })
    @Holds(Fact.REGIONS)
    void theCloudsOwnHostsAreAllowedInAllTheirForms(String url) {
      // Given
      CloudCredentials access = Accesses.presigned(url + "?sig=x");

      // When
      SignedRequest request = signed(TestCloudConfig.publicClouds(), access, new SliceAddress(url));

      // Then
      assertThat(request.uri().reveal()).isEqualTo("/m?sig=x");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "127.0.0.1",
          "10.1.2.3",
          "172.16.0.1",
          "192.168.1.1",
          "169.254.169.254",
          "100.64.0.1",
          "0.0.0.0",
          "224.0.0.1",
          "255.255.255.255",
          "::1",
          "::",
          "fe80::1",
          "fc00::1",
          "fd00:ec2::254",
          "ff02::1",
          "::ffff:10.0.0.1",
          "::ffff:127.0.0.1",
          "64:ff9b::10.0.0.1",
          "2002:a00:1::1",
          "2001:0:a00:1::1"
        })
    @Holds(Fact.NOT_INWARDS)
    void aHostThatResolvesToAnAddressThatIsNotPublicIsRefused(String address) {
      // Given
      dns.with("storage.googleapis.com", "142.250.1.1", address);

      // When
      SluiceException refusal =
          refusal(TestCloudConfig.publicClouds(), Accesses.gcp(), "gs://files/" + PREFIX);

      // Then
      assertThat(refusal.code()).isEqualTo(ErrorCode.SLICE_ADDRESS_REFUSED);
      assertThat(refusal).hasMessageContaining("sluice.cloud.allowed-hosts");
    }

    @ParameterizedTest
    @ValueSource(strings = {"142.250.1.1", "2a00:1450:4001::1", "64:ff9b::142.250.1.1"})
    void aHostThatResolvesToAPublicAddressIsAskedThere(String address) {
      // Given
      dns.with("storage.googleapis.com", address);

      // When
      SignedRequest request =
          signed(
              TestCloudConfig.publicClouds(),
              Accesses.gcp(),
              new SliceAddress("gs://files/" + PREFIX));

      // Then
      assertThat(FakeDns.address(request.address().hostAddress()))
          .isEqualTo(FakeDns.address(address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"acct.blob.core.windows.net", ".blob.core.windows.net"})
    @Holds({Fact.NOT_INWARDS, Fact.REGIONS})
    void aPrivateEndpointIsAskedWhereTheConfigurationNamesItsHost(String allowed) {
      // Given
      dns.with("acct.blob.core.windows.net", "10.1.2.3");
      CloudConfig config = TestCloudConfig.publicClouds().allowing(allowed);

      // When
      SignedRequest request =
          signed(
              config,
              Accesses.azure(),
              new SliceAddress("azure://acct.blob.core.windows.net/files/" + PREFIX));

      // Then
      assertThat(request.address().hostAddress()).isEqualTo("10.1.2.3");
    }

    @Test
    void anAccountBehindAnotherEndpointIsAskedThere() {
      // Given
      dns.with("emulator", "127.0.0.1");
      CloudCredentials access = Accesses.azure("http://emulator:9000/azure");

      // When
      SignedRequest request =
          signed(
              TestCloudConfig.servedBy("http://emulator:9000"),
              access,
              new SliceAddress("azure://acct.blob.core.windows.net/files/" + PREFIX));

      // Then
      assertThat(request.host()).isEqualTo("emulator");
      assertThat(request.uri().reveal()).startsWith("/azure/files/" + PREFIX);
    }

    @Test
    void aNameThatDoesNotResolveMayDoSoLater() {
      // Given
      dns.with("storage.googleapis.com");

      // When
      SluiceException failure =
          refusal(TestCloudConfig.publicClouds(), Accesses.gcp(), "gs://files/" + PREFIX);

      // Then
      assertThat(failure.code()).isEqualTo(ErrorCode.CLOUD_UNAVAILABLE);
      assertThat(failure.code().retryable()).isTrue();
    }
  }

  @Nested
  class Secrets {
    @Test
    @Holds(Fact.NO_DOUBLE_AUTHORISATION)
    void anEntryWithItsOwnSignatureIsAskedWithoutTheLentCredentials() {
      // Given
      SliceAddress slice =
          SliceAddress.parse(
              "https://files.s3.eu-central-1.amazonaws.com/"
                  + PREFIX
                  + "_0.csv?X-Amz-Signature=own");

      // When
      SignedRequest request = signed(TestCloudConfig.publicClouds(), Accesses.aws(), slice);

      // Then
      assertThat(request.headers()).isEmpty();
      assertThat(request.uri().reveal()).isEqualTo("/" + PREFIX + "_0.csv?X-Amz-Signature=own");
    }

    /** The HTTP client would refuse it only after it took a connection, and would keep that. */
    @ParameterizedTest
    @ValueSource(strings = {"\r\nX: y", "\u00e9", "\u0000", "\u007f"})
    void whatNoRequestCanCarryIsRefusedBeforeOneIsMade(String odd) {
      // Given
      Secret secret = Secret.of("a" + odd + "b");
      String slice = "files/" + PREFIX;
      CloudCredentials.Aws aws =
          new CloudCredentials.Aws(
              "eu-central-1", "files", PREFIX, secret, secret, secret, Optional.empty());
      CloudCredentials.Azure azure =
          new CloudCredentials.Azure(
              URI.create("https://acct.blob.core.windows.net"),
              "files",
              PREFIX,
              secret,
              Optional.empty());
      Map<CloudCredentials, SliceAddress> asked =
          Map.of(
              aws,
              new SliceAddress("s3://" + slice),
              azure,
              new SliceAddress("azure://acct.blob.core.windows.net/" + slice),
              new CloudCredentials.Gcp("files", PREFIX, secret, Optional.empty()),
              new SliceAddress("gs://" + slice),
              Accesses.presigned("https://s3.amazonaws.com/m?sig=" + secret.reveal()),
              new SliceAddress("https://s3.amazonaws.com/m"));

      asked.forEach(
          (access, address) -> {
            // When
            SluiceException failure =
                catchThrowableOfType(
                    SluiceException.class,
                    () -> signed(TestCloudConfig.publicClouds(), access, address));

            // Then
            assertThat(failure.code()).isEqualTo(ErrorCode.SLICE_ADDRESS_REFUSED);
            assertThat(failure.getMessage()).doesNotContain(odd + "b");
          });
    }

    @Test
    @Holds(Fact.REDACTION)
    void noSecretCanBeReadFromWhatIsPrinted() {
      // Given
      Stream<CloudCredentials> accesses =
          Stream.of(
              Accesses.aws(),
              Accesses.gcp(),
              Accesses.azure(),
              Accesses.presigned("https://s3.amazonaws.com/m?X-Amz-Signature=presig"));
      SignedRequest request =
          signed(
              TestCloudConfig.publicClouds(),
              Accesses.azure(),
              new SliceAddress("azure://acct.blob.core.windows.net/files/" + PREFIX));
      SliceAddress slice = SliceAddress.parse("https://s3.amazonaws.com/m?X-Amz-Signature=presig");

      // When
      String printed =
          Stream.concat(accesses, Stream.of(request, slice))
              .map(Object::toString)
              .collect(Collectors.joining("\n"));

      // Then
      assertThat(printed)
          .doesNotContain("aws-secret-key", "aws-session-token", "ya29", "sig=", "presig", "ASIA");
    }
  }

  @Test
  @Holds(Fact.NOT_SLICED)
  void aFileThatIsNotSlicedIsAskedByItsOwnKey() {
    // Given
    SliceAddress whole = new SliceAddress("s3://files/" + PREFIX);

    // When
    SignedRequest request = signed(TestCloudConfig.publicClouds(), Accesses.aws(), whole);

    // Then
    assertThat(request.uri().reveal()).isEqualTo("/" + PREFIX);
  }

  @Test
  void withoutAPrefixNothingIsUnderIt() {
    // Given
    CloudCredentials access =
        new CloudCredentials.Gcp("files", "", Secret.of("token"), Optional.empty());

    // When
    SluiceException refusal =
        refusal(TestCloudConfig.publicClouds(), access, "gs://files/anything");

    // Then
    assertThat(refusal.code()).isEqualTo(ErrorCode.SLICE_ADDRESS_REFUSED);
  }

  private SignedRequest signed(CloudConfig config, CloudCredentials access, SliceAddress slice) {
    return new SigningCloudRequests(config, dns, new ManualTimekeeper())
        .get(access, slice)
        .await()
        .atMost(Duration.ofSeconds(5));
  }

  private SluiceException refusal(CloudConfig config, CloudCredentials access, String entry) {
    return catchThrowableOfType(
        SluiceException.class, () -> signed(config, access, new SliceAddress(entry)));
  }
}
