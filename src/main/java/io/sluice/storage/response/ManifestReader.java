package io.sluice.storage.response;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.cloud.CloudCredentials;
import io.sluice.cloud.SliceAddress;
import io.sluice.storage.FileDetail;
import io.sluice.storage.Manifest;
import io.sluice.storage.wire.Json;
import io.sluice.storage.wire.JsonStream;
import io.sluice.storage.wire.StorageErrors;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The slices that a manifest names, each checked before anything is asked of it. */
public final class ManifestReader {
  private static final Comparator<SliceAddress> NATURAL =
      Comparator.comparing(SliceAddress::value, new NaturalOrder());

  private final StorageErrors errors;

  public ManifestReader(StorageErrors errors) {
    this.errors = errors;
  }

  /** A sliced file's manifest (storage-api.md 4), read entry by entry. */
  public Manifest read(FileDetail file, byte[] json) {
    try {
      Set<String> seen = new HashSet<>();
      List<SliceAddress> slices =
          JsonStream.items(json, "entries", entry -> slice(file, entry, seen));
      return new Manifest(slices.stream().sorted(NATURAL).toList());
    } catch (IOException notRead) {
      throw errors.notUnderstood(
          "the manifest of file " + file.id() + " is not JSON, has no entries or too many");
    }
  }

  /** The one entry of a file that is not sliced. */
  public static Manifest whole(FileDetail file) {
    String address =
        file.access()
            .match(
                aws -> "s3://" + aws.bucket() + "/" + aws.prefix(),
                gcp -> "gs://" + gcp.bucket() + "/" + gcp.prefix(),
                ManifestReader::blob,
                presigned -> SliceAddress.parse(file.url().reveal()).value());
    return new Manifest(List.of(new SliceAddress(address)));
  }

  private SliceAddress slice(FileDetail file, JsonNode entry, Set<String> seen) {
    String url =
        Json.word(entry, "url")
            .orElseThrow(
                () -> errors.notUnderstood("file " + file.id() + " has an entry without url"));
    SliceAddress slice = SliceAddress.parse(url);
    if (errors.repeatsSecret(slice.value())) {
      throw errors.notUnderstood("file " + file.id() + " has an entry that repeats a secret");
    }
    slice.requireUnder(file.access());
    if (!seen.add(slice.value())) {
      throw errors.notUnderstood(
          "the manifest of file %d names slice %s twice, which would double its rows"
              .formatted(file.id(), slice.name()));
    }
    return slice;
  }

  private static String blob(CloudCredentials.Azure azure) {
    String home = azure.blobEndpoint().getRawAuthority() + azure.blobEndpoint().getRawPath();
    String account = home.endsWith("/") ? home.substring(0, home.length() - 1) : home;
    return "azure://" + account + "/" + azure.container() + "/" + azure.prefix();
  }
}
