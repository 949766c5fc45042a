package io.sluice.transfer.fetch;

import io.sluice.transfer.http.ResponseHead;
import io.sluice.transfer.part.Checksums;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** What an answer to a request for bytes of a slice means for the stream that asked. */
sealed interface Reply {

  /**
   * The object from its first byte: what was known of it before is void.
   *
   * @param ranges whether regions of just this object can be asked for
   */
  record Whole(Optional<String> entityTag, OptionalLong length, Checksums checksums, boolean ranges)
      implements Reply {}

  /**
   * The bytes that the region lacks.
   *
   * @param total the object's length, where told
   */
  record Rest(OptionalLong total) implements Reply {}

  /**
   * What has come is of no use: the next try begins at the first byte.
   *
   * @param why as the end of a sentence about the slice
   * @param rangesTrusted whether the server may be asked for ranges again
   */
  record StartOver(String why, boolean rangesTrusted) implements Reply {}

  /** This answer cannot be used; what has come stays. */
  record Unusable(String why) implements Reply {}

  /**
   * No bytes of the slice. With the error document that follows, {@link
   * io.sluice.transfer.http.CloudErrors} says whether to renew the access, to come again and when,
   * or to give up.
   */
  record Refused(ResponseHead head) implements Reply {}

  /** Does what the reply asks for; Java 17 has no switch over the kinds. */
  default <T> T match(
      Function<Whole, T> whole,
      Function<Rest, T> rest,
      Function<StartOver, T> startOver,
      Function<Unusable, T> unusable,
      Function<Refused, T> refused) {
    if (this instanceof Whole reply) {
      return whole.apply(reply);
    } else if (this instanceof Rest reply) {
      return rest.apply(reply);
    } else if (this instanceof StartOver reply) {
      return startOver.apply(reply);
    } else if (this instanceof Unusable reply) {
      return unusable.apply(reply);
    }
    return refused.apply((Refused) this);
  }
}
