package io.sluice.cloud;

import io.sluice.base.Secret;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** What opens the slices of one file (storage-api.md 3), until it expires. */
public sealed interface CloudCredentials {

  /** When the cloud will begin to refuse it, where known. */
  Optional<Instant> expiresAt();

  /** One answer for each kind of access: an exhaustive switch, checked by the compiler. */
  <T> T match(
      Function<Aws, T> aws,
      Function<Gcp, T> gcp,
      Function<Azure, T> azure,
      Function<Presigned, T> presigned);

  /** Temporary credentials for {@code s3://bucket/prefix…}; requests are signed with SigV4. */
  record Aws(
      String region,
      String bucket,
      String prefix,
      Secret accessKeyId,
      Secret secretAccessKey,
      Secret sessionToken,
      Optional<Instant> expiresAt)
      implements CloudCredentials {
    @Override
    public <T> T match(
        Function<Aws, T> aws,
        Function<Gcp, T> gcp,
        Function<Azure, T> azure,
        Function<Presigned, T> presigned) {
      return aws.apply(this);
    }
  }

  /** A bearer token for {@code gs://bucket/prefix…}. */
  record Gcp(String bucket, String prefix, Secret accessToken, Optional<Instant> expiresAt)
      implements CloudCredentials {
    @Override
    public <T> T match(
        Function<Aws, T> aws,
        Function<Gcp, T> gcp,
        Function<Azure, T> azure,
        Function<Presigned, T> presigned) {
      return gcp.apply(this);
    }
  }

  /** A shared access signature for {@code azure://account/container/prefix…}. */
  record Azure(
      URI blobEndpoint,
      String container,
      String prefix,
      Secret sharedAccessSignature,
      Optional<Instant> expiresAt)
      implements CloudCredentials {
    @Override
    public <T> T match(
        Function<Aws, T> aws,
        Function<Gcp, T> gcp,
        Function<Azure, T> azure,
        Function<Presigned, T> presigned) {
      return azure.apply(this);
    }
  }

  /** A URL that carries its own signature: a manifest, or a file that is not sliced. */
  record Presigned(Secret url, Optional<Instant> expiresAt) implements CloudCredentials {
    @Override
    public <T> T match(
        Function<Aws, T> aws,
        Function<Gcp, T> gcp,
        Function<Azure, T> azure,
        Function<Presigned, T> presigned) {
      return presigned.apply(this);
    }
  }
}
