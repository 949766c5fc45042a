package io.sluice.api.access;

import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.sluice.access.ApiKey;
import io.sluice.access.Callers;
import io.sluice.access.Callers.Answer;
import io.sluice.base.Secret;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;

/**
 * Takes API keys before the provider's tokens are looked at, which a key is none of. A key that is
 * not right makes nobody of the request, and {@link AccessRoutes} refuses it.
 */
@ApplicationScoped
public class KeyMechanism implements HttpAuthenticationMechanism {
  private static final String BEARER = "bearer ";
  private static final ChallengeData CHALLENGE =
      new ChallengeData(401, "WWW-Authenticate", "Bearer");

  /** What the identity of a key says of it. */
  static final String ANSWER = "sluice.answer";

  private final Callers callers;

  KeyMechanism(Callers callers) {
    this.callers = callers;
  }

  /** What stands behind {@code Bearer}, if anything. */
  static Optional<Secret> bearer(RoutingContext routing) {
    return Optional.ofNullable(routing.request().getHeader(HttpHeaders.AUTHORIZATION))
        .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
        .map(value -> Secret.of(value.substring(BEARER.length()).strip()));
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext routing, IdentityProviderManager identities) {
    return Uni.createFrom()
        .item(
            () ->
                bearer(routing)
                    .filter(text -> ApiKey.looksLikeKey(text.reveal()) || !callers.takesTokens())
                    .map(callers::ofKey)
                    .map(KeyMechanism::identity)
                    .orElse(null)); // none of ours, as the framework has it
  }

  private static SecurityIdentity identity(Answer answer) {
    QuarkusSecurityIdentity.Builder identity =
        QuarkusSecurityIdentity.builder().addAttribute(ANSWER, answer);
    return answer instanceof Answer.Known known
        ? identity.setPrincipal(new QuarkusPrincipal(known.caller().toString())).build()
        : identity.setAnonymous(true).build();
  }

  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext routing) {
    return Uni.createFrom().item(CHALLENGE);
  }

  @Override
  public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
    return Set.of();
  }

  /** Before the provider's. */
  @Override
  public int getPriority() {
    return 2 * DEFAULT_PRIORITY;
  }
}
