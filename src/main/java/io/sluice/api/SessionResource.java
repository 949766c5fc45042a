package io.sluice.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.sluice.access.AccessConfig;
import io.sluice.access.Caller;
import io.sluice.access.Callers;
import io.sluice.access.Callers.Answer;
import io.sluice.access.Grants;
import io.sluice.access.Passes;
import io.sluice.access.Passes.Purpose;
import io.sluice.api.access.AccessRoutes;
import io.sluice.api.access.SessionCookie;
import io.sluice.api.request.Query;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** A browser's sign-in: a key or a token becomes a cookie that scripts cannot read. */
@Path("/v1/session")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public class SessionResource {
  private final Callers callers;
  private final Passes passes;
  private final Duration life;

  SessionResource(Callers callers, Passes passes, AccessConfig config) {
    this.callers = callers;
    this.passes = passes;
    this.life = config.session();
  }

  /**
   * Who asks.
   *
   * @param caller none where that is not known
   * @param signIn how one may sign in: {@code key}, {@code oidc}; nothing where nobody is asked
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record Session(
      Optional<String> caller, Optional<String> kind, List<String> grants, List<String> signIn) {}

  @GET
  public Session who(RoutingContext request, UriInfo uri) {
    new Query(uri).finish();
    return session(AccessRoutes.answer(request));
  }

  /** Signs in whoever the request's {@code Authorization} is. */
  @POST
  public RestResponse<Session> signIn(RoutingContext request, UriInfo uri) {
    new Query(uri).finish();
    Answer.Known known = AccessRoutes.known(request);
    ResponseBuilder<Session> answer = ResponseBuilder.ok(session(known));
    if (!callers.open()) {
      answer.header(HttpHeaders.SET_COOKIE, cookie(known));
    }
    return answer.build();
  }

  @DELETE
  public RestResponse<Void> signOut(UriInfo uri) {
    new Query(uri).finish();
    return ResponseBuilder.<Void>noContent()
        .header(HttpHeaders.SET_COOKIE, SessionCookie.none())
        .build();
  }

  private String cookie(Answer.Known known) {
    return SessionCookie.of(passes.make(Purpose.SESSION, "", known.credential(), life), life);
  }

  private Session session(Answer answer) {
    Optional<Caller> caller =
        answer instanceof Answer.Known known ? Optional.of(known.caller()) : Optional.empty();
    return new Session(
        caller.map(Caller::toString),
        caller.map(who -> who.kind().name().toLowerCase(Locale.ROOT)),
        caller.map(Caller::grants).map(Grants::all).orElse(List.of()).stream()
            .map(Grants.On::toString)
            .toList(),
        signIns());
  }

  private List<String> signIns() {
    List<String> ways = new ArrayList<>();
    if (callers.takesKeys()) {
      ways.add("key");
    }
    if (callers.takesTokens()) {
      ways.add("oidc");
    }
    return ways;
  }
}
