package io.sluice.sandbox.storage;

import java.util.Map;
import java.util.OptionalLong;

/**
 * Who asks.
 *
 * @param rights by bucket: read, write or manage; a master token needs none
 * @param onlyBranch the one branch where it is good, as in a project whose branches are protected
 */
public record Token(
    String value,
    long id,
    String description,
    Project project,
    boolean master,
    Map<String, String> rights,
    OptionalLong onlyBranch) {

  public Token {
    rights = Map.copyOf(rights);
  }

  Token(
      String value,
      long id,
      String description,
      Project project,
      boolean master,
      Map<String, String> rights) {
    this(value, id, description, project, master, rights, OptionalLong.empty());
  }

  /** The same rights under another text, in one branch alone. */
  Token boundTo(long branch, String text, long number) {
    return new Token(text, number, description, project, master, rights, OptionalLong.of(branch));
  }

  boolean mayUse(long branch) {
    return onlyBranch.isEmpty() || onlyBranch.getAsLong() == branch;
  }

  boolean mayRead(String bucket) {
    return master || rights.containsKey(bucket);
  }
}
