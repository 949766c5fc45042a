package io.sluice.api.guard;

import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Set;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Takes bodies as {@code application/json} and as nothing else: a page of any site may send a body
 * without a type, or with a form's, and no browser asks first.
 */
public class JsonOnly {
  private static final Pattern JSON =
      Pattern.compile("\\s*application/json\\s*(;.*)?", Pattern.CASE_INSENSITIVE);
  private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

  @ServerRequestFilter
  void refuseOthers(ContainerRequestContext request) {
    if (WITH_BODY.contains(request.getMethod())
        && !isJson(request.getHeaderString(HttpHeaders.CONTENT_TYPE))) {
      throw new NotSupportedException();
    }
  }

  /** Read here: the framework's reader of media types fails where there is none to read. */
  private static boolean isJson(String type) {
    return type != null && JSON.matcher(type).matches();
  }
}
