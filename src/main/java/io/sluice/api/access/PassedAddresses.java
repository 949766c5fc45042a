package io.sluice.api.access;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.sluice.access.Callers.Answer;
import io.sluice.access.Passes;
import io.sluice.access.Passes.Purpose;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jboss.resteasy.reactive.RestResponse.Status;

/**
 * Gives out addresses that work by themselves. Whoever has one may do what its maker may at the
 * moment of its use, and nothing else; no key or token is in it.
 */
@ApplicationScoped
public class PassedAddresses {
  private final Passes passes;

  PassedAddresses(Passes passes) {
    this.passes = passes;
  }

  /**
   * An address that works by itself.
   *
   * @param href below this gateway
   * @param expiresAt when it works no more
   */
  @RegisterForReflection
  public record Passed(String href, Instant expiresAt) {}

  /** The address of the target, for so long at most. */
  public RestResponse<Passed> give(
      Answer.Known maker, Purpose purpose, String target, Duration life) {
    String pass = passes.make(purpose, target, maker.credential(), life);
    Passed passed =
        new Passed(PassedAddress.of(purpose, target, pass), passes.end(maker.credential(), life));
    return ResponseBuilder.create(Status.CREATED, passed).build();
  }
}
