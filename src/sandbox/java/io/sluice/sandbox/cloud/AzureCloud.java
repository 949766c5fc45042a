package io.sluice.sandbox.cloud;

import io.sluice.sandbox.wire.ErrorBodies;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Azure's blobs under {@code /azure/container/blob}: a shared access signature in the query, of the
 * container or of one blob. Each file has a container of its own.
 */
public final class AzureCloud implements Cloud, ObjectRoutes.Manner {
  private static final String PLACE = "/azure/";
  private static final String VERSION = "2022-11-02";
  private static final int CONTAINER_LENGTH = 63;

  private final Surroundings around;
  private final Optional<String> host;

  /**
   * Azure with one account.
   *
   * @param host the account's, as the manifest's entries name it; else the endpoint's own
   */
  public AzureCloud(Surroundings around, Optional<String> host) {
    this.around = around;
    this.host = host;
  }

  @Override
  public String provider() {
    return "azure";
  }

  @Override
  public Folder folder(long projectId, String tableId, String ending, long fileId) {
    String container =
        "exp-2-export-%d-%d-%s"
            .formatted(projectId, fileId, tableId.replaceAll("[._]+", "-"))
            .toLowerCase(Locale.ROOT);
    return new Folder(
        container.substring(0, Math.min(CONTAINER_LENGTH, container.length())), fileId + ending);
  }

  @Override
  public String entry(String origin, String bucket, String key) {
    String home = host.orElse(origin.substring(origin.indexOf("://") + 3) + "/azure");
    return "azure://" + home + "/" + bucket + "/" + key;
  }

  @Override
  public String signedUrl(String origin, String bucket, String key) {
    return origin
        + PLACE
        + bucket
        + "/"
        + UriEncoding.encode(key, true)
        + "?"
        + sharedAccess("b", bucket + "/" + key, "r", around.lives().url());
  }

  @Override
  public void addCredentials(JsonObject detail, String origin, Folder folder) {
    Duration life = around.lives().credentials();
    detail.put(
        "absPath", new JsonObject().put("container", folder.bucket()).put("name", folder.key()));
    detail.put(
        "absCredentials",
        new JsonObject()
            .put(
                "SASConnectionString",
                "BlobEndpoint="
                    + origin
                    + "/azure;SharedAccessSignature="
                    + sharedAccess("c", folder.bucket(), "rl", life))
            .put("expiration", Lives.text(Instant.now().plus(life))));
  }

  private String sharedAccess(String kind, String resource, String rights, Duration life) {
    Instant now = Instant.now();
    Map<String, String> query = new LinkedHashMap<>();
    query.put("sv", VERSION);
    query.put("sr", kind);
    query.put("st", now.toString());
    query.put("se", now.plus(life).toString());
    query.put("sp", rights);
    String signature = signature(resource, query);
    around.lending().signed(signature, life);
    query.put("sig", signature);
    return query.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + UriEncoding.encode(entry.getValue(), false))
        .collect(Collectors.joining("&"));
  }

  private static String signature(String resource, Map<String, String> query) {
    String text =
        String.join(
            "\n",
            query.getOrDefault("sp", ""),
            query.getOrDefault("st", ""),
            query.getOrDefault("se", ""),
            "/blob/sandbox/" + resource,
            query.getOrDefault("sv", ""),
            query.getOrDefault("sr", ""));
    return Base64.getEncoder().encodeToString(Seal.of(text));
  }

  @Override
  public void mount(Router router, String base) {
    new ObjectRoutes(around, this, this).mount(router, base);
  }

  @Override
  public String place() {
    return PLACE;
  }

  @Override
  public boolean foreign(String header) {
    return header.equalsIgnoreCase("x-amz-security-token")
        || header.equalsIgnoreCase("Authorization");
  }

  @Override
  public Refusal missing() {
    return new Refusal(404, "BlobNotFound", "");
  }

  @Override
  public Optional<Refusal> refusal(RoutingContext context, Target target) {
    Map<String, String> query = target.query();
    String signature = query.get("sig");
    if (signature == null) {
      return Optional.of(new Refusal(404, "ResourceNotFound", ""));
    }
    String resource =
        "c".equals(query.get("sr")) ? target.bucket() : target.bucket() + "/" + target.key();
    boolean good =
        SigV4.same(signature(resource, query), signature)
            && query.get("sp").contains("r")
            && !around.lending().signatureExpired(signature);
    return good ? Optional.empty() : Optional.of(new Refusal(403, "AuthenticationFailed", ""));
  }

  @Override
  public String describe(RoutingContext context, StoredObject object) {
    byte[] md5 = HexFormat.of().parseHex(object.md5());
    context
        .response()
        .putHeader("x-ms-blob-type", "BlockBlob")
        .putHeader("x-ms-version", VERSION)
        .putHeader("Content-MD5", Base64.getEncoder().encodeToString(md5));
    return "\"0x8D" + object.md5().substring(0, 12).toUpperCase(Locale.ROOT) + "\"";
  }

  @Override
  public void refuse(RoutingContext context, Refusal refusal) {
    String code =
        switch (refusal.code()) {
          case "PreconditionFailed" -> "ConditionNotMet";
          case "AccessDenied" -> "AuthenticationFailed";
          default -> refusal.code();
        };
    ErrorBodies.azure(context, refusal.status(), code);
  }
}
