package io.sluice.sandbox.cloud;

import io.sluice.sandbox.wire.ErrorBodies;
import io.sluice.sandbox.wire.Gate;
import io.sluice.sandbox.wire.Reply;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Google Cloud Storage under {@code /gcs/}, by {@code /gcs/bucket/key} and by the JSON API's {@code
 * /gcs/storage/v1/b/bucket/o/key?alt=media}: a Bearer token, or a signed address.
 */
public final class GcpCloud implements Cloud, ObjectRoutes.Manner {
  static final String TOKEN_PREFIX = "ya29.";
  private static final String PLACE = "/gcs/";
  private static final String JSON_API = "/gcs/storage/v1/b/";
  private static final String BUCKET = "sandbox-files-gcp";
  private static final Duration LONGEST_LIFE = Duration.ofHours(1);
  private static final Refusal UNAUTHORIZED =
      new Refusal(401, "AuthenticationRequired", "Invalid Credentials");

  private final Surroundings around;

  public GcpCloud(Surroundings around) {
    this.around = around;
  }

  @Override
  public String provider() {
    return "gcp";
  }

  @Override
  public Folder folder(long projectId, String tableId, String ending, long fileId) {
    return Folder.in(BUCKET, projectId, tableId, ending, fileId);
  }

  @Override
  public String entry(String origin, String bucket, String key) {
    return "gs://" + bucket + "/" + key;
  }

  @Override
  public String signedUrl(String origin, String bucket, String key) {
    Map<String, String> query = new TreeMap<>();
    query.put("X-Goog-Algorithm", "GOOG4-RSA-SHA256");
    query.put(
        "X-Goog-Credential", "sandbox@sandbox.iam.gserviceaccount.com/auto/storage/goog4_request");
    query.put("X-Goog-Date", SignatureCheck.DATE.format(Instant.now().atOffset(ZoneOffset.UTC)));
    query.put("X-Goog-Expires", Long.toString(around.lives().url().toSeconds()));
    query.put("X-Goog-SignedHeaders", "host");
    String signature = signature(bucket, key, query);
    around.lending().signed(signature, around.lives().url());
    return origin
        + PLACE
        + bucket
        + "/"
        + UriEncoding.encode(key, true)
        + "?"
        + SigV4.canonicalQuery(query)
        + "&X-Goog-Signature="
        + signature;
  }

  private static String signature(String bucket, String key, Map<String, String> query) {
    String text = "GET\n/" + bucket + "/" + key + "\n" + SigV4.canonicalQuery(query);
    return HexFormat.of().formatHex(Seal.of(text));
  }

  @Override
  public void addCredentials(JsonObject detail, String origin, Folder folder) {
    Lending.Loan loan = around.lending().lend(TOKEN_PREFIX, folder.bucket(), folder.key(), life());
    detail.put("gcsPath", new JsonObject().put("bucket", folder.bucket()).put("key", folder.key()));
    detail.put(
        "gcsCredentials",
        new JsonObject()
            .put("access_token", loan.id())
            .put("expires_in", Math.max(0, life().toSeconds() - 1))
            .put("token_type", "Bearer")
            .put("projectId", "sandbox-gcp-project"));
  }

  /** Never longer than an hour, unlike in the other clouds (storage-api.md 9). */
  private Duration life() {
    Duration asked = around.lives().credentials();
    return asked.compareTo(LONGEST_LIFE) < 0 ? asked : LONGEST_LIFE;
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
    return header.equalsIgnoreCase("x-amz-security-token");
  }

  @Override
  public Target target(RoutingContext context) {
    return jsonApi(context) ? jsonTarget(context) : Target.of(context, PLACE);
  }

  private static boolean jsonApi(RoutingContext context) {
    return Gate.path(context).startsWith(JSON_API);
  }

  /** {@code bucket/o/key}; the key's slashes must be encoded, else it is another address. */
  private static Target jsonTarget(RoutingContext context) {
    String[] parts = Gate.path(context).substring(JSON_API.length()).split("/", -1);
    boolean wellFormed =
        parts.length == 3
            && parts[1].equals("o")
            && "media".equals(Target.query(context).get("alt"));
    return new Target(
        UriEncoding.decode(parts[0]),
        wellFormed ? UriEncoding.decode(parts[2]) : "",
        Gate.path(context),
        Target.query(context));
  }

  @Override
  public Optional<Refusal> refusal(RoutingContext context, Target target) {
    String signature = target.query().get("X-Goog-Signature");
    if (signature != null) {
      Map<String, String> query = new TreeMap<>(target.query());
      query.remove("X-Goog-Signature");
      if (context.request().getHeader("Authorization") != null) {
        return Optional.of(new Refusal(400, "InvalidArgument", "Only one auth mechanism allowed"));
      } else if (!SigV4.same(signature(target.bucket(), target.key(), query), signature)) {
        return Optional.of(new Refusal(403, "SignatureDoesNotMatch", "Access denied."));
      }
      return around.lending().signatureExpired(signature)
          ? Optional.of(new Refusal(400, "ExpiredToken", "The provided token has expired."))
          : Optional.empty();
    }
    Optional<Lending.Loan> loan = Leaks.bearer(context.request()).flatMap(around.lending()::find);
    if (loan.isEmpty() || around.lending().expired(loan.get())) {
      return Optional.of(UNAUTHORIZED);
    }
    return loan.get().covers(target.bucket(), target.key())
        ? Optional.empty()
        : Optional.of(Refusal.DENIED);
  }

  @Override
  public String describe(RoutingContext context, StoredObject object) {
    byte[] md5 = HexFormat.of().parseHex(object.md5());
    context
        .response()
        .putHeader("x-goog-hash", "md5=" + Base64.getEncoder().encodeToString(md5))
        .putHeader("x-goog-generation", Long.toString(object.created().toEpochMilli()))
        .putHeader("x-goog-stored-content-length", Long.toString(object.content().length()));
    return "\"" + object.md5() + "\"";
  }

  @Override
  public void refuse(RoutingContext context, Refusal refusal) {
    if (jsonApi(context)) {
      Reply.json(
          context,
          refusal.status(),
          new JsonObject()
              .put(
                  "error",
                  new JsonObject()
                      .put("code", refusal.status())
                      .put("message", refusal.message())));
    } else {
      ErrorBodies.xml(context, refusal.status(), refusal.code(), refusal.message());
    }
  }
}
