package io.sluice.api.access;

import io.sluice.access.Credential;
import io.sluice.access.Passes;
import io.sluice.access.Passes.Purpose;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An address with a pass in its query: a link to a file, or a ticket to a stream. The pass is good
 * for the rest of that address alone, and to read.
 *
 * @param target the address without the pass
 */
public record PassedAddress(Purpose purpose, String target, String pass) {
  private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

  /** The query's parameter that holds a pass. */
  public static String parameter(Purpose purpose) {
    return purpose == Purpose.LINK ? "link" : "ticket";
  }

  /** The address with a pass. */
  public static String of(Purpose purpose, String target, String pass) {
    return target + (target.contains("?") ? "&" : "?") + parameter(purpose) + "=" + pass;
  }

  static Optional<PassedAddress> of(RoutingContext routing) {
    String query = routing.request().query();
    return query == null || !READING.contains(routing.request().method())
        ? Optional.empty()
        : Stream.of(Purpose.LINK, Purpose.TICKET)
            .flatMap(purpose -> in(routing.request().path(), query, purpose).stream())
            .findFirst();
  }

  private static Optional<PassedAddress> in(String path, String query, Purpose purpose) {
    String start = parameter(purpose) + "=";
    List<String> parts = List.of(query.split("&", -1));
    String rest =
        parts.stream().filter(part -> !part.startsWith(start)).collect(Collectors.joining("&"));
    return parts.stream()
        .filter(part -> part.startsWith(start))
        .map(part -> part.substring(start.length()))
        .map(pass -> new PassedAddress(purpose, path + (rest.isEmpty() ? "" : "?" + rest), pass))
        .findFirst();
  }

  Optional<Credential> open(Passes passes) {
    return passes.open(purpose, target, pass);
  }
}
