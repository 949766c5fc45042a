package io.sluice.sandbox.cloud;

import io.sluice.sandbox.cloud.Lending.Loan;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says of a request to S3 why it is refused, or nothing where its signature is right. */
final class SignatureCheck {
  static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");
  private static final Duration SKEW = Duration.ofMinutes(15);
  private static final Pattern AUTHORIZATION =
      Pattern.compile(
          SigV4.ALGORITHM
              + " Credential=([^/]+)/([^,]+),\\s*SignedHeaders=([^,]+),\\s*Signature=([0-9a-f]{64})");
  private static final Refusal MISMATCH =
      new Refusal(403, "SignatureDoesNotMatch", "The signature is not the one reckoned here");

  private final Lending lending;
  private final String region;
  private final String ownKeyId;
  private final String ownSecret;

  /**
   * @param ownKeyId the key with which the sandbox itself signs addresses
   */
  SignatureCheck(Lending lending, String region, String ownKeyId, String ownSecret) {
    this.lending = lending;
    this.region = region;
    this.ownKeyId = ownKeyId;
    this.ownSecret = ownSecret;
  }

  Optional<Refusal> refusal(RoutingContext context, Target target) {
    boolean inQuery = target.query().containsKey("X-Amz-Signature");
    String authorization = context.request().getHeader("Authorization");
    if (inQuery && authorization != null) {
      return refused(400, "InvalidArgument", "Only one auth mechanism allowed");
    } else if (inQuery) {
      return presigned(context.request(), target);
    } else if (authorization != null) {
      return signed(context.request(), target, authorization);
    }
    return Optional.of(Refusal.DENIED);
  }

  private Optional<Refusal> signed(HttpServerRequest request, Target target, String header) {
    Matcher parts = AUTHORIZATION.matcher(header);
    if (!parts.matches()) {
      return refused(400, "AuthorizationHeaderMalformed", "The Authorization header is malformed");
    }
    String date = Optional.ofNullable(request.getHeader("x-amz-date")).orElse("");
    Optional<Refusal> untimely = untimely(date, parts.group(2));
    if (untimely.isPresent()) {
      return untimely;
    }
    Optional<Loan> loan = lending.find(parts.group(1));
    String session = request.getHeader("x-amz-security-token");
    if (loan.isEmpty() || session == null) {
      return refused(403, "InvalidAccessKeyId", "The access key is not known here");
    } else if (!SigV4.same(loan.get().session(), session)) {
      return refused(400, "InvalidToken", "The session token is malformed");
    } else if (lending.expired(loan.get())) {
      return refused(400, "ExpiredToken", "The provided token has expired.");
    }
    Map<String, String> headers = signedHeaders(request, List.of(parts.group(3).split(";", -1)));
    if (!headers.containsKey("host") || unsignedAmazonHeader(request, headers)) {
      return refused(403, "AccessDenied", "There were headers present which were not signed");
    }
    String payload =
        Optional.ofNullable(request.getHeader("x-amz-content-sha256")).orElse(SigV4.EMPTY_SHA256);
    String expected =
        new SigV4.Request(
                request.method().name(),
                target.path(),
                target.query(),
                headers,
                payload,
                date,
                parts.group(2))
            .signature(loan.get().secret());
    if (!SigV4.same(expected, parts.group(4))) {
      return Optional.of(MISMATCH);
    }
    return loan.get().covers(target.bucket(), target.key())
        ? Optional.empty()
        : Optional.of(Refusal.DENIED);
  }

  private Optional<Refusal> untimely(String date, String scope) {
    try {
      Instant signed = LocalDateTime.parse(date, DATE).toInstant(ZoneOffset.UTC);
      if (Duration.between(signed, Instant.now()).abs().compareTo(SKEW) > 0) {
        return refused(403, "RequestTimeTooSkewed", "The clocks are too far apart");
      }
    } catch (DateTimeParseException absentOrMalformed) {
      return refused(403, "AccessDenied", "A valid x-amz-date header is required");
    }
    return scope.equals(date.substring(0, 8) + "/" + region + "/s3/aws4_request")
        ? Optional.empty()
        : refused(
            400, "AuthorizationHeaderMalformed", "The region is wrong; expecting '" + region + "'");
  }

  private static Map<String, String> signedHeaders(HttpServerRequest request, List<String> names) {
    Map<String, String> headers = new TreeMap<>();
    for (String name : names) {
      headers.put(
          name,
          name.equals("host") // which HTTP/2 calls :authority
              ? request.authority().toString()
              : String.join(",", request.headers().getAll(name)));
    }
    return headers;
  }

  private static boolean unsignedAmazonHeader(
      HttpServerRequest request, Map<String, String> signed) {
    return request.headers().names().stream()
        .map(name -> name.toLowerCase(Locale.ROOT))
        .anyMatch(
            name ->
                name.startsWith("x-amz-")
                    && !name.equals("x-amz-content-sha256")
                    && !signed.containsKey(name));
  }

  private Optional<Refusal> presigned(HttpServerRequest request, Target target) {
    Map<String, String> query = new HashMap<>(target.query());
    String signature = query.remove("X-Amz-Signature");
    String credential = query.getOrDefault("X-Amz-Credential", "/");
    String date = query.getOrDefault("X-Amz-Date", "");
    if (!credential.startsWith(ownKeyId + "/")) {
      return refused(403, "InvalidAccessKeyId", "The access key is not known here");
    }
    String expected =
        new SigV4.Request(
                request.method().name(),
                target.path(),
                query,
                Map.of("host", request.authority().toString()),
                "UNSIGNED-PAYLOAD",
                date,
                credential.substring(ownKeyId.length() + 1))
            .signature(ownSecret);
    if (!SigV4.same(expected, signature)) {
      return Optional.of(MISMATCH);
    }
    return lending.signatureExpired(signature)
        ? refused(403, "AccessDenied", "Request has expired")
        : Optional.empty();
  }

  private static Optional<Refusal> refused(int status, String code, String message) {
    return Optional.of(new Refusal(status, code, message));
  }
}
