package io.sluice.storage.wire;

import io.sluice.base.Secret;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** The token that a connection's requests carry; each asks for it anew. Nothing here blocks. */
public interface TokenSource {

  Secret current();

  /** Another token than the one that was refused; empty where there is none. Never fails. */
  Uni<Optional<Secret>> insteadOf(Secret refused);

  /** The configuration's own, which stays the same. */
  static TokenSource fixed(Secret token) {
    return new TokenSource() {
      @Override
      public Secret current() {
        return token;
      }

      @Override
      public Uni<Optional<Secret>> insteadOf(Secret refused) {
        return Uni.createFrom().item(Optional.empty());
      }
    };
  }
}
