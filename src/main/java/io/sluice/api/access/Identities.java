package io.sluice.api.access;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.sluice.access.Callers;
import io.sluice.access.Callers.Answer;
import io.sluice.access.Callers.Reason;
import io.sluice.access.Credential;
import io.sluice.access.Identity;
import io.sluice.access.Passes;
import io.sluice.access.Passes.Purpose;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Makes a caller of what the framework knows of who asks. */
@ApplicationScoped
class Identities {
  private final Callers callers;
  private final Passes passes;

  Identities(Callers callers, Passes passes) {
    this.callers = callers;
    this.passes = passes;
  }

  /** Who asks, by an address of their own. */
  Answer of(RoutingContext routing) {
    String address = routing.request().remoteAddress().hostAddress();
    Answer answer = callers.open() ? callers.of(new Credential.None()) : asked(routing);
    return answer instanceof Answer.Known known
        ? new Answer.Known(known.caller().from(address), known.credential())
        : answer;
  }

  private Answer asked(RoutingContext routing) {
    Optional<Answer> authorized =
        routing.user() instanceof QuarkusHttpUser user
            ? of(user.getSecurityIdentity())
            : Optional.empty();
    return authorized
        .or(() -> ofPass(routing).map(callers::of))
        .orElse(new Answer.Nobody(Reason.MISSING));
  }

  private Optional<Answer> of(SecurityIdentity identity) {
    Answer answer = identity.getAttribute(KeyMechanism.ANSWER);
    if (answer != null) {
      return Optional.of(answer);
    }
    return identity.getPrincipal() instanceof JsonWebToken token
        ? Optional.of(callers.of(credential(token, identity.getRoles())))
        : Optional.empty();
  }

  /** A browser's session, or an address that was given out with a link or a ticket in it. */
  private Optional<Credential> ofPass(RoutingContext routing) {
    return SessionCookie.in(routing)
        .flatMap(pass -> passes.open(Purpose.SESSION, "", pass))
        .or(() -> PassedAddress.of(routing).flatMap(address -> address.open(passes)));
  }

  private static Credential credential(JsonWebToken token, Set<String> roles) {
    Set<String> groups = token.getGroups();
    return new Credential.Token(
        new Identity(
            token.getIssuer(), token.getSubject(), groups == null ? Set.of() : groups, roles),
        Instant.ofEpochSecond(token.getExpirationTime()));
  }
}
