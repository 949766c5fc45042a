package io.sluice.sandbox.storage;

import java.util.Map;

/**
 * Who asks.
 *
 * @param rights by bucket: read, write or manage; a master token needs none
 */
public record Token(
    String value,
    long id,
    String description,
    Project project,
    boolean master,
    Map<String, String> rights) {

  public Token {
    rights = Map.copyOf(rights);
  }

  boolean mayRead(String bucket) {
    return master || rights.containsKey(bucket);
  }
}
