package io.sluice.sandbox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** Calls the sandbox as any client would: plain HTTP, AWS's own signer. */
final class SandboxCaller {
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI base;
  private final String token;

  SandboxCaller(URI base, String token) {
    this.base = base;
    this.token = token;
  }

  HttpResponse<String> get(String path) {
    return text(request(path).GET());
  }

  HttpResponse<String> post(String path, String type, String body) {
    return text(request(path).header("Content-Type", type).POST(BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .timeout(Duration.ofSeconds(20))
        .header("X-StorageApi-Token", token);
  }

  HttpResponse<String> delete(String path) {
    return text(request(path).DELETE());
  }

  HttpResponse<String> text(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException | InterruptedException failure) {
      throw new IllegalStateException(failure);
    }
  }

  HttpResponse<byte[]> bytes(HttpRequest.Builder request) throws IOException {
    try {
      return http.send(request.build(), BodyHandlers.ofByteArray());
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  /** Submits and waits for the end; the job as it is then. */
  JsonObject export(String tableId, JsonObject body) {
    HttpResponse<String> accepted =
        post("/v2/storage/tables/" + tableId + "/export-async", "application/json", body.encode());
    if (accepted.statusCode() != 202) {
      throw new IllegalStateException(accepted.body());
    }
    return ended(new JsonObject(accepted.body()).getLong("id"));
  }

  JsonObject ended(long jobId) {
    return Awaitility.await()
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> new JsonObject(get("/v2/storage/jobs/" + jobId).body()),
            job -> List.of("success", "error").contains(job.getString("status")));
  }

  JsonObject file(JsonObject job) {
    long id = job.getJsonObject("results").getJsonObject("file").getLong("id");
    return new JsonObject(get("/v2/storage/files/" + id + "?federationToken=1").body());
  }

  /** The addresses in the manifest, as they come. */
  List<String> entries(JsonObject file) {
    String body = text(HttpRequest.newBuilder(URI.create(file.getString("url")))).body();
    JsonArray entries = new JsonObject(body).getJsonArray("entries");
    return entries.stream().map(entry -> ((JsonObject) entry).getString("url")).toList();
  }

  /** A signed GET of a slice in S3. */
  HttpRequest.Builder s3(JsonObject file, String entry) {
    JsonObject lent = file.getJsonObject("credentials");
    return s3(
        base + "/s3/" + entry.substring("s3://".length()),
        lent.getString("AccessKeyId"),
        lent.getString("SecretAccessKey"),
        lent.getString("SessionToken"));
  }

  static HttpRequest.Builder s3(String url, String keyId, String secret, String session) {
    SdkHttpRequest signed =
        AwsV4HttpSigner.create()
            .sign(
                request ->
                    request
                        .identity(AwsSessionCredentialsIdentity.create(keyId, secret, session))
                        .request(
                            SdkHttpRequest.builder()
                                .method(SdkHttpMethod.GET)
                                .uri(URI.create(url))
                                .build())
                        .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                        .putProperty(AwsV4FamilyHttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4FamilyHttpSigner.NORMALIZE_PATH, false))
            .request();
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
    signed
        .headers()
        .forEach(
            (name, values) -> {
              if (!name.equalsIgnoreCase("Host")) {
                values.forEach(value -> request.header(name, value));
              }
            });
    return request;
  }

  /** A GET of a slice with what the file detail lent for it, whichever cloud it lies in. */
  HttpRequest.Builder slice(JsonObject file, String entry) {
    String rest = entry.substring(entry.indexOf("://") + "://".length());
    return switch (file.getString("provider")) {
      case "aws" -> s3(file, entry);
      case "gcp" ->
          HttpRequest.newBuilder(URI.create(base + "/gcs/" + rest))
              .header(
                  "Authorization",
                  "Bearer " + file.getJsonObject("gcsCredentials").getString("access_token"));
      default -> {
        String connection = file.getJsonObject("absCredentials").getString("SASConnectionString");
        String endpoint = part(connection, "BlobEndpoint=");
        String path = rest.substring(URI.create(endpoint).getSchemeSpecificPart().length() - 2);
        yield HttpRequest.newBuilder(
            URI.create(endpoint + path + "?" + part(connection, "SharedAccessSignature=")));
      }
    };
  }

  private static String part(String connection, String name) {
    int start = connection.indexOf(name) + name.length();
    int end = connection.indexOf(';', start);
    return end < 0 ? connection.substring(start) : connection.substring(start, end);
  }

  /** All slices of an export, as files. */
  List<Path> download(JsonObject file, Path directory) throws IOException {
    List<Path> slices = new ArrayList<>();
    for (String entry : entries(file)) {
      HttpResponse<byte[]> slice = bytes(slice(file, entry));
      if (slice.statusCode() != 200) {
        throw new IllegalStateException("status " + slice.statusCode());
      }
      Path path = directory.resolve(entry.substring(entry.lastIndexOf('/') + 1));
      slices.add(Files.write(path, slice.body()));
    }
    return slices;
  }
}
