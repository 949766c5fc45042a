package io.sluice.access;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/**
 * By what somebody is known, so that they are known again later for as long as it is right: what
 * they may do is asked each time.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "by")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Credential.Key.class, name = "key"),
  @JsonSubTypes.Type(value = Credential.Token.class, name = "token"),
  @JsonSubTypes.Type(value = Credential.None.class, name = "none")
})
public sealed interface Credential {

  /**
   * An API key.
   *
   * @param sha256 of it, in hex
   */
  @RegisterForReflection
  record Key(String sha256) implements Credential {}

  /**
   * A token of a provider, whose signature was right.
   *
   * @param until it is right
   */
  @RegisterForReflection
  record Token(Identity identity, Instant until) implements Credential {}

  /** Nothing, where nobody is asked. */
  @RegisterForReflection
  record None() implements Credential {}
}
