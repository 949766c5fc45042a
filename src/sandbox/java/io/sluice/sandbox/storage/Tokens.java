package io.sluice.sandbox.storage;

import io.vertx.core.http.HttpServerRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The tokens that open a project of the sandbox. */
public final class Tokens {
  private static final String BEARER = "Bearer ";

  private final Map<String, Token> tokens = new LinkedHashMap<>();

  void add(Token token) {
    tokens.put(token.value(), token);
  }

  /** The token of that text. */
  public Optional<Token> find(String value) {
    return Optional.ofNullable(tokens.get(value));
  }

  Token of(HttpServerRequest request) {
    String value = request.getHeader("X-StorageApi-Token");
    String authorization = request.getHeader("Authorization");
    if (value == null && authorization != null && authorization.startsWith(BEARER)) {
      value = authorization.substring(BEARER.length());
    }
    if (value == null || value.isEmpty()) {
      throw new StorageError(401, "", "Access token must be set");
    }
    return find(value)
        .orElseThrow(() -> new StorageError(401, "storage.tokenInvalid", "Invalid access token"));
  }
}
