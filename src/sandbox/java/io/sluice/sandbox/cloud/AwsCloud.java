package io.sluice.sandbox.cloud;

import io.sluice.sandbox.wire.ErrorBodies;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** S3, path style under {@code /s3/}: SigV4 from temporary credentials, or a signed address. */
public final class AwsCloud implements Cloud, ObjectRoutes.Manner {
  private static final String PLACE = "/s3/";
  private static final String BUCKET = "sandbox-files-aws";
  private static final String OWN_KEY_ID = "AKIASANDBOXSANDBOX00";
  private static final String OWN_SECRET = "sandbox/own+signing+key";

  private final Surroundings around;
  private final String region;
  private final SignatureCheck check;

  public AwsCloud(Surroundings around, String region) {
    this.around = around;
    this.region = region;
    this.check = new SignatureCheck(around.lending(), region, OWN_KEY_ID, OWN_SECRET);
  }

  @Override
  public String provider() {
    return "aws";
  }

  @Override
  public Folder folder(long projectId, String tableId, String ending, long fileId) {
    return Folder.in(BUCKET, projectId, tableId, ending, fileId);
  }

  @Override
  public String entry(String origin, String bucket, String key) {
    return "s3://" + bucket + "/" + key;
  }

  @Override
  public String signedUrl(String origin, String bucket, String key) {
    String date = SignatureCheck.DATE.format(Instant.now().atOffset(ZoneOffset.UTC));
    String scope = date.substring(0, 8) + "/" + region + "/s3/aws4_request";
    Map<String, String> query = new TreeMap<>();
    query.put("X-Amz-Algorithm", SigV4.ALGORITHM);
    query.put("X-Amz-Credential", OWN_KEY_ID + "/" + scope);
    query.put("X-Amz-Date", date);
    query.put("X-Amz-Expires", Long.toString(around.lives().url().toSeconds()));
    query.put("X-Amz-SignedHeaders", "host");
    URI url = URI.create(origin + PLACE + bucket + "/" + UriEncoding.encode(key, true));
    String signature =
        new SigV4.Request(
                "GET",
                url.getPath(),
                query,
                Map.of("host", url.getRawAuthority()),
                "UNSIGNED-PAYLOAD",
                date,
                scope)
            .signature(OWN_SECRET);
    around.lending().signed(signature, around.lives().url());
    return url + "?" + SigV4.canonicalQuery(query) + "&X-Amz-Signature=" + signature;
  }

  @Override
  public void addCredentials(JsonObject detail, String origin, Folder folder) {
    Lending.Loan loan =
        around.lending().lend("ASIA", folder.bucket(), folder.key(), around.lives().credentials());
    detail.put("s3Path", new JsonObject().put("bucket", folder.bucket()).put("key", folder.key()));
    detail.put(
        "credentials",
        new JsonObject()
            .put("AccessKeyId", loan.id())
            .put("SecretAccessKey", loan.secret())
            .put("SessionToken", loan.session())
            .put("Expiration", Lives.text(loan.expires())));
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
    return false;
  }

  @Override
  public Optional<Refusal> refusal(RoutingContext context, Target target) {
    return check.refusal(context, target);
  }

  @Override
  public String describe(RoutingContext context, StoredObject object) {
    context.response().putHeader("x-amz-server-side-encryption", "AES256");
    String parts = around.multipartEtags() ? "-2" : "";
    return "\"" + object.md5() + parts + "\"";
  }

  @Override
  public void refuse(RoutingContext context, Refusal refusal) {
    ErrorBodies.xml(context, refusal.status(), refusal.code(), refusal.message());
  }
}
