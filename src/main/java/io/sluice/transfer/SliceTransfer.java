package io.sluice.transfer;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** Moves slices to disk. */
public interface SliceTransfer {

  /**
   * Fetches every slice of the request; the files come in the request's order. Slices that are
   * complete in the directory already are kept, parts are resumed. Cancelling the subscription (or
   * a failure) closes every stream and file at once and leaves the parts for a resume.
   */
  Uni<List<SliceFile>> fetch(TransferRequest request);
}
