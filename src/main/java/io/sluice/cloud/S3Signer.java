package io.sluice.cloud;

import io.sluice.base.Secret;
import io.sluice.base.Timekeeper;
import java.net.URI;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/**
 * SigV4 by AWS's own signer. Signed are the host and the x-amz-* headers alone, so that Range and
 * If-Match can be added afterwards.
 */
final class S3Signer {
  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
  private final Timekeeper timekeeper;

  S3Signer(Timekeeper timekeeper) {
    this.timekeeper = timekeeper;
  }

  /** The headers that make a GET of the (encoded) URL a signed one. */
  Map<String, Secret> sign(CloudCredentials.Aws access, URI url) {
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.GET)
            .protocol(url.getScheme())
            .host(url.getHost())
            .port(url.getPort() == -1 ? null : url.getPort())
            .encodedPath(url.getRawPath())
            .build();
    Map<String, List<String>> signed =
        signer
            .sign(
                builder ->
                    builder
                        .identity(identity(access))
                        .request(request)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, access.region())
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                        .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                        .putProperty(HttpSigner.SIGNING_CLOCK, clock()))
            .request()
            .headers();
    Map<String, Secret> headers = new HashMap<>();
    signed.forEach((name, values) -> headers.put(lower(name), Secret.of(values.get(0))));
    headers.remove("host");
    return headers;
  }

  private Clock clock() {
    return Clock.fixed(timekeeper.now(), ZoneOffset.UTC);
  }

  private static AwsCredentialsIdentity identity(CloudCredentials.Aws access) {
    String id = access.accessKeyId().reveal();
    String secret = access.secretAccessKey().reveal();
    String session = access.sessionToken().reveal();
    return session.isEmpty()
        ? AwsCredentialsIdentity.create(id, secret)
        : AwsSessionCredentialsIdentity.create(id, secret, session);
  }

  private static String lower(String header) {
    return header.toLowerCase(Locale.ROOT);
  }
}
