package io.sluice.api.guard;

import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MediaType;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Takes bodies as {@code application/json} and as nothing else: a page of any site may send a body
 * without a type, or with a form's, and no browser asks first.
 */
public class JsonOnly {
  private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

  @ServerRequestFilter
  void refuseOthers(ContainerRequestContext request) {
    if (WITH_BODY.contains(request.getMethod()) && !isJson(request.getMediaType())) {
      throw new NotSupportedException();
    }
  }

  private static boolean isJson(MediaType type) {
    return type != null
        && type.getType().equalsIgnoreCase("application")
        && type.getSubtype().equalsIgnoreCase("json");
  }
}
