package io.sluice.storage.answer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.cloud.CloudAccess;
import io.sluice.cloud.SliceAddress;
import io.sluice.storage.FileDetail;
import io.sluice.storage.Manifest;
import io.sluice.storage.wire.Json;
import io.sluice.storage.wire.StorageErrors;
import java.util.Comparator;
import java.util.List;

/** The slices that a manifest names, each checked before anything is asked of it. */
public final class ManifestReader {
  private static final Comparator<SliceAddress> NATURAL =
      Comparator.comparing(SliceAddress::value, new NaturalOrder());

  private final ObjectMapper mapper;
  private final StorageErrors errors;

  public ManifestReader(ObjectMapper mapper, StorageErrors errors) {
    this.mapper = mapper;
    this.errors = errors;
  }

  /** A sliced file's manifest (storage-api.md 4). */
  public Manifest read(FileDetail file, String manifest) {
    JsonNode entries = parse(file, manifest).path("entries");
    if (!entries.isArray()) {
      throw errors.notUnderstood("the manifest of file " + file.id() + " has no entries");
    }
    List<SliceAddress> slices =
        Json.items(entries).map(entry -> slice(file, entry)).sorted(NATURAL).toList();
    return new Manifest(slices);
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

  private SliceAddress slice(FileDetail file, JsonNode entry) {
    String url =
        Json.word(entry, "url")
            .orElseThrow(
                () -> errors.notUnderstood("file " + file.id() + " has an entry without url"));
    SliceAddress slice = SliceAddress.parse(url);
    slice.requireUnder(file.access());
    return slice;
  }

  private JsonNode parse(FileDetail file, String manifest) {
    try {
      return mapper.readTree(manifest);
    } catch (JsonProcessingException notJson) {
      throw errors.notUnderstood("the manifest of file " + file.id() + " is not JSON");
    }
  }

  private static String blob(CloudAccess.Azure azure) {
    String home = azure.blobEndpoint().getRawAuthority() + azure.blobEndpoint().getRawPath();
    String account = home.endsWith("/") ? home.substring(0, home.length() - 1) : home;
    return "azure://" + account + "/" + azure.container() + "/" + azure.prefix();
  }
}
