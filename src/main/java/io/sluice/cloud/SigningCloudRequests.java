package io.sluice.cloud;

import io.sluice.base.ErrorCode;
import io.sluice.base.Secret;
import io.sluice.base.SluiceException;
import io.sluice.base.Timekeeper;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** Checks a slice's address, resolves its host, and signs the request with the lent access. */
@ApplicationScoped
public class SigningCloudRequests implements CloudRequests {
  private static final Map<String, Secret> NO_HEADERS = Map.of();

  private final SliceUrls urls;
  private final CheckedResolver resolver;
  private final S3Signer signer;

  public SigningCloudRequests(CloudConfig config, HostResolver resolver, Timekeeper timekeeper) {
    this.urls = new SliceUrls(config);
    this.resolver = new CheckedResolver(new AllowedOrigins(config), resolver);
    this.signer = new S3Signer(timekeeper);
  }

  @Override
  public Uni<SignedRequest> get(CloudCredentials access, SliceAddress slice) {
    return Uni.createFrom().deferred(() -> signed(access, slice));
  }

  private Uni<SignedRequest> signed(CloudCredentials access, SliceAddress slice) {
    SliceObject object = SliceObject.locate(access, slice);
    if (slice.signature().isPresent()) {
      return request(url(slice.value()), slice.signature(), NO_HEADERS);
    }
    return access.match(
        aws -> aws(aws, urls.s3(aws, object)),
        gcp -> request(urls.gcs(object), Optional.empty(), bearer(gcp)),
        azure ->
            request(
                urls.azure(azure, object), Optional.of(azure.sharedAccessSignature()), NO_HEADERS),
        presigned -> presigned(SliceAddress.parse(presigned.url().reveal())));
  }

  private Uni<SignedRequest> aws(CloudCredentials.Aws access, URI url) {
    Origin origin = Origin.of(url);
    return resolver
        .resolve(origin)
        .map(
            address ->
                new SignedRequest(
                    address,
                    origin.host(),
                    origin.port(),
                    origin.tls(),
                    Secret.of(url.getRawPath()),
                    signer.sign(access, url)));
  }

  private static Map<String, Secret> bearer(CloudCredentials.Gcp access) {
    return Map.of("authorization", Secret.of("Bearer " + access.accessToken().reveal()));
  }

  private Uni<SignedRequest> presigned(SliceAddress whole) {
    return request(url(whole.value()), whole.signature(), NO_HEADERS);
  }

  private Uni<SignedRequest> request(URI url, Optional<Secret> query, Map<String, Secret> headers) {
    Origin origin = Origin.of(url);
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    Secret uri = Secret.of(path + query.map(text -> "?" + text.reveal()).orElse(""));
    return resolver
        .resolve(origin)
        .map(
            address ->
                new SignedRequest(
                    address, origin.host(), origin.port(), origin.tls(), uri, headers));
  }

  private static URI url(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException malformed) {
      throw new SluiceException(
          ErrorCode.SLICE_ADDRESS_REFUSED,
          "A signed address is not a URL; nothing was asked of it");
    }
  }
}
