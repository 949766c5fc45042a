package io.sluice.access;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Set;

/**
 * What a provider's token says of who has it, checked already.
 *
 * @param issuer the provider
 * @param subject who, at this provider
 */
@RegisterForReflection
public record Identity(String issuer, String subject, Set<String> groups, Set<String> roles) {
  public Identity {
    groups = Set.copyOf(groups);
    roles = Set.copyOf(roles);
  }

  /** Whether {@code kind:TEXT} means it. */
  boolean is(String who) {
    String text = who.substring(who.indexOf(':') + 1);
    return switch (who.substring(0, who.indexOf(':'))) {
      case "subject" -> subject.equals(text);
      case "group" -> groups.contains(text);
      default -> roles.contains(text);
    };
  }
}
