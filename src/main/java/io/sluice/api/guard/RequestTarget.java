package io.sluice.api.guard;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether what a request asks for is a URI. The framework would look too, before any route does,
 * and answer without a body.
 */
public final class RequestTarget {
  private static final String FRAMEWORKS_CHECK_IS_OFF = "vertx.disableURIValidation";

  private RequestTarget() {}

  /** To be called before the gateway starts: the framework reads this once. */
  public static void leaveToTheGuard() {
    System.setProperty(FRAMEWORKS_CHECK_IS_OFF, "true");
  }

  /** Why it is no URI. */
  static Optional<String> fault(String target) {
    try {
      URI unused = new URI(target);
      return Optional.empty();
    } catch (URISyntaxException fault) {
      return Optional.of(
          "The address is no URI (%s at character %d); encode what may not stand there as %%XX"
              .formatted(fault.getReason().toLowerCase(Locale.ROOT), fault.getIndex() + 1));
    }
  }
}
