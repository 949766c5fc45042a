package io.sluice.api.access;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import io.quarkus.runtime.StartupEvent;
import io.sluice.access.Caller;
import io.sluice.access.Callers;
import io.sluice.access.Callers.Answer;
import io.sluice.access.Callers.Reason;
import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Lets a request through whose caller is known, and tells the resources who it is. What is public
 * is named here; everything else is not. A resource asks for its caller all the same, so that
 * whoever finds a way around this comes to nothing.
 */
@ApplicationScoped
public class AccessRoutes {
  private static final Logger LOG = Logger.getLogger(AccessRoutes.class);
  private static final String ANSWER = "sluice.caller";

  /** After the framework has looked for credentials, and before it serves anything. */
  private static final int ORDER = -150;

  /** The dashboard's page and what problems mean: nothing of anybody's. */
  private static final Set<String> PUBLIC = Set.of("/", "/index.html", "/favicon.ico", "/problems");

  /** To ask how one may sign in, and to sign out; to sign in takes a caller. */
  private static final String SESSION = "/v1/session";

  /** Names alone: no part of the path that anybody would read in another way. */
  private static final Pattern PUBLIC_BELOW =
      Pattern.compile("/(problems|static)/(?!\\.)[A-Za-z0-9_-][A-Za-z0-9._-]*");

  private final Identities identities;
  private final Callers callers;
  private final Map<Reason, Counter> refused = new EnumMap<>(Reason.class);

  AccessRoutes(Identities identities, Callers callers) {
    this.identities = identities;
    this.callers = callers;
    Stream.of(Reason.values()).forEach(reason -> refused.put(reason, counter(reason)));
  }

  void install(@Observes Router router) {
    router.route().order(ORDER).handler(this::admit);
  }

  void say(@Observes StartupEvent started) {
    Gauge.builder("sluice.access.open", () -> callers.openToAll() ? 1 : 0)
        .description("1 where whoever reaches the gateway may do everything")
        .register(Metrics.globalRegistry);
    if (callers.openToAll()) {
      LOG.warn(
          "sluice.access.mode is none: whoever reaches the gateway may export every table of every"
              + " connection and read every file; set keys or oidc");
    }
  }

  /** Who asks; {@code unauthenticated} where that is not known. */
  public static Caller caller(RoutingContext routing) {
    return known(routing).caller();
  }

  /** The same, with the credential by which they are known. */
  public static Answer.Known known(RoutingContext routing) {
    Answer answer = answer(routing);
    if (answer instanceof Answer.Nobody nobody) {
      throw unauthenticated(nobody.reason());
    }
    return (Answer.Known) answer;
  }

  /** What is known of who asks. */
  public static Answer answer(RoutingContext routing) {
    return Optional.<Answer>ofNullable(routing.get(ANSWER))
        .orElse(new Answer.Nobody(Reason.MISSING));
  }

  private void admit(RoutingContext routing) {
    Answer answer = identities.of(routing);
    routing.put(ANSWER, answer);
    if (answer instanceof Answer.Nobody nobody && !isPublic(routing.request())) {
      refuse(routing, nobody.reason());
    } else {
      routing.next();
    }
  }

  private static boolean isPublic(HttpServerRequest request) {
    String path = request.path();
    return PUBLIC.contains(path)
        || PUBLIC_BELOW.matcher(path).matches()
        || (path.equals(SESSION) && !request.method().equals(HttpMethod.POST));
  }

  private void refuse(RoutingContext routing, Reason reason) {
    refused.get(reason).increment();
    routing.response().putHeader("WWW-Authenticate", challenge(reason));
    routing.fail(unauthenticated(reason));
  }

  /** RFC 6750: without credentials nothing is said of an error. */
  private static String challenge(Reason reason) {
    return reason == Reason.MISSING
        ? "Bearer realm=\"sluice\""
        : "Bearer realm=\"sluice\", error=\"invalid_token\"";
  }

  private static SluiceException unauthenticated(Reason reason) {
    return new SluiceException(
        ErrorCode.UNAUTHENTICATED,
        switch (reason) {
          case MISSING ->
              "The request does not say who asks; send Authorization: Bearer with a key";
          case MALFORMED -> "What Authorization holds is no key of this gateway; is it cut short?";
          case UNKNOWN -> "The key is not known here; it may have been withdrawn";
          case EXPIRED -> "The key has expired; ask who runs the gateway for a new one";
          case REFUSED ->
              "The token is expired, not for this gateway, or not signed by its provider";
        });
  }

  private static Counter counter(Reason reason) {
    return Counter.builder("sluice.access.refused")
        .description("Requests whose caller was not known")
        .tag("reason", reason.name().toLowerCase(Locale.ROOT))
        .register(Metrics.globalRegistry);
  }
}
