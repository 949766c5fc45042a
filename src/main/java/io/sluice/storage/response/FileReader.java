package io.sluice.storage.response;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.base.Secret;
import io.sluice.base.Timekeeper;
import io.sluice.cloud.CloudCredentials;
import io.sluice.cloud.SliceAddress;
import io.sluice.storage.FileDetail;
import io.sluice.storage.wire.Json;
import io.sluice.storage.wire.StorageErrors;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** A file with the access that was lent with it (storage-api.md 3). */
public final class FileReader {
  /** In characters; no cloud takes longer addresses or headers. */
  private static final int LONGEST_SECRET = 8_192;

  /** Credentials that are said to live longer are asked for anew after this time. */
  private static final Duration LONGEST_LIFE = Duration.ofDays(7);

  private final StorageErrors errors;
  private final Timekeeper timekeeper;

  public FileReader(StorageErrors errors, Timekeeper timekeeper) {
    this.errors = errors;
    this.timekeeper = timekeeper;
  }

  /**
   * What is lent is known before any name is looked at, which may repeat it. An address without a
   * signature is itself lent, and no name.
   */
  public FileDetail read(JsonNode json) {
    Secret url = Secret.of(bounded(required(json, "url"), "url"));
    SliceAddress address = SliceAddress.parse(url.reveal());
    address.signature().ifPresent(errors::lent);
    CloudCredentials access = access(json, url);
    name(address.value(), "the address");
    errors.lent(url);
    OptionalLong size = Json.number(json, "sizeBytes");
    return new FileDetail(
        Json.number(json, "id").orElseThrow(() -> errors.notUnderstood("a file without id")),
        errors.heard(json, "name").map(Object::toString).orElse(""),
        Json.flag(json, "isSliced"),
        url,
        size.orElse(0) > 0 ? size : OptionalLong.empty(),
        access);
  }

  private CloudCredentials access(JsonNode json, Secret url) {
    if (json.path("credentials").isObject() && json.path("s3Path").isObject()) {
      return aws(json);
    }
    if (json.path("gcsCredentials").isObject() && json.path("gcsPath").isObject()) {
      return gcp(json);
    }
    if (json.path("absCredentials").isObject() && json.path("absPath").isObject()) {
      return azure(json);
    }
    return new CloudCredentials.Presigned(url, Optional.empty());
  }

  private CloudCredentials aws(JsonNode json) {
    JsonNode credentials = json.path("credentials");
    JsonNode path = json.path("s3Path");
    Secret id = lent(required(credentials, "AccessKeyId"));
    Secret key = lent(required(credentials, "SecretAccessKey"));
    Secret session = lent(Json.text(credentials, "SessionToken").orElse(""));
    return new CloudCredentials.Aws(
        name(required(json, "region"), "the region"),
        name(required(path, "bucket"), "the bucket"),
        name(required(path, "key"), "the key"),
        id,
        key,
        session,
        Json.time(credentials, "Expiration"));
  }

  private CloudCredentials gcp(JsonNode json) {
    JsonNode credentials = json.path("gcsCredentials");
    JsonNode path = json.path("gcsPath");
    Secret token = lent(required(credentials, "access_token"));
    OptionalLong seconds = Json.number(credentials, "expires_in");
    return new CloudCredentials.Gcp(
        name(required(path, "bucket"), "the bucket"),
        name(required(path, "key"), "the key"),
        token,
        seconds.isPresent()
            ? Optional.of(timekeeper.now().plusSeconds(life(seconds.getAsLong())))
            : Optional.<Instant>empty());
  }

  private static long life(long seconds) {
    return Math.max(0, Math.min(LONGEST_LIFE.toSeconds(), seconds));
  }

  private CloudCredentials azure(JsonNode json) {
    JsonNode credentials = json.path("absCredentials");
    JsonNode path = json.path("absPath");
    Map<String, String> parts = connectionString(required(credentials, "SASConnectionString"));
    String signature = parts.getOrDefault("SharedAccessSignature", "");
    if (signature.isEmpty() || !parts.containsKey("BlobEndpoint")) {
      throw errors.notUnderstood("a SASConnectionString without its two parts");
    }
    Secret access = lent(signature.startsWith("?") ? signature.substring(1) : signature);
    return new CloudCredentials.Azure(
        endpoint(name(parts.get("BlobEndpoint"), "the endpoint")),
        name(required(path, "container"), "the container"),
        name(required(path, "name"), "the key"),
        access,
        Json.time(credentials, "expiration"));
  }

  /** {@code name=value;name=value}, where a value may hold more equals signs. */
  private static Map<String, String> connectionString(String text) {
    return Arrays.stream(text.split(";"))
        .filter(part -> part.contains("="))
        .collect(
            Collectors.toMap(
                part -> part.substring(0, part.indexOf('=')).strip(),
                part -> part.substring(part.indexOf('=') + 1).strip(),
                (first, second) -> first));
  }

  private URI endpoint(String text) {
    try {
      URI endpoint = URI.create(text);
      if (endpoint.getHost() != null) {
        return endpoint;
      }
    } catch (IllegalArgumentException malformed) {
      // Its text quotes the endpoint.
    }
    throw errors.notUnderstood("a BlobEndpoint that is no URL");
  }

  private Secret lent(String text) {
    Secret secret = Secret.of(bounded(text, "credential"));
    errors.lent(secret);
    return secret;
  }

  private String name(String text, String what) {
    return errors.name(text, what + " of a file");
  }

  /** What is lent is looked for in all that is said from now on. */
  private String bounded(String text, String what) {
    if (text.length() > LONGEST_SECRET) {
      throw errors.notUnderstood(
          "a file with a " + what + " of more than " + LONGEST_SECRET + " characters");
    }
    return text;
  }

  private String required(JsonNode json, String field) {
    return Json.word(json, field)
        .orElseThrow(() -> errors.notUnderstood("a file without " + field));
  }
}
