package io.sluice.cloud;

import io.smallrye.mutiny.Uni;

/** Signs requests for slices. */
public interface CloudRequests {

  /**
   * A signed GET for the slice. Fails with {@code slice-address-refused} where the address is not
   * under the access's own bucket and prefix, its host is not allowed, or resolves to an address
   * that is not public.
   */
  Uni<SignedRequest> get(CloudCredentials access, SliceAddress slice);
}
