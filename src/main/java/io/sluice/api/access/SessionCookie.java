package io.sluice.api.access;

import io.vertx.core.http.Cookie;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;

/**
 * The cookie of a browser that has signed in. No script reads it, it goes along with no other
 * site's request, and only over TLS or to this machine; its name's beginning makes browsers hold it
 * to all that.
 */
public final class SessionCookie {
  private static final String NAME = "__Host-sluice";
  private static final String RULES = "; Path=/; Secure; HttpOnly; SameSite=Strict";

  private SessionCookie() {}

  /** As a header sets it. */
  public static String of(String pass, Duration life) {
    return NAME + "=" + pass + RULES + "; Max-Age=" + life.toSeconds();
  }

  /** As a header takes it away. */
  public static String none() {
    return NAME + "=" + RULES + "; Max-Age=0";
  }

  static Optional<String> in(RoutingContext routing) {
    return Optional.ofNullable(routing.request().getCookie(NAME)).map(Cookie::getValue);
  }
}
