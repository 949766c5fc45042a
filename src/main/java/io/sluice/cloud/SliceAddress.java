package io.sluice.cloud;

import io.sluice.base.Secret;
import java.util.Optional;

/**
 * Where a slice lies, as the manifest says: {@code s3://}, {@code gs://}, {@code azure://} or
 * {@code https://}, without a query, hence fit for logs.
 *
 * @param signature the query of an {@code https://} address that carries its own signature
 */
public record SliceAddress(String value, Optional<Secret> signature) {

  public SliceAddress(String value) {
    this(value, Optional.empty());
  }

  /** Splits off the query of an {@code https://} address; other schemes have none. */
  public static SliceAddress parse(String url) {
    int query = url.indexOf('?');
    if (query < 0 || !url.regionMatches(true, 0, "http", 0, 4)) {
      return new SliceAddress(url);
    }
    return new SliceAddress(
        url.substring(0, query), Optional.of(Secret.of(url.substring(query + 1))));
  }

  /**
   * Throws {@code slice-address-refused} where this lies anywhere but under the access's own bucket
   * and prefix (storage-api.md 4). Asks nobody.
   */
  public void requireUnder(CloudCredentials access) {
    SliceObject.locate(access, this);
  }

  /** The last part of the path; for messages and the format's ending, never for local paths. */
  public String name() {
    return value.substring(value.lastIndexOf('/') + 1);
  }

  @Override
  public String toString() {
    return value;
  }
}
