package io.sluice.transfer;

import io.sluice.cloud.CredentialsProvider;
import io.sluice.cloud.SliceAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * The slices of one export.
 *
 * @param owner the export's id: parallel streams are shared out fairly between owners
 * @param directory where the slices go; created if missing, owned by this export alone
 * @param sizeBytes the sum of the slices, where known: checked against the free disk beforehand
 */
public record TransferRequest(
    String owner,
    List<Slice> slices,
    Path directory,
    OptionalLong sizeBytes,
    CredentialsProvider access,
    TransferListener listener) {
  public TransferRequest {
    slices = List.copyOf(slices);
  }

  /**
   * One slice.
   *
   * @param format what it must turn out to be
   */
  public record Slice(SliceAddress address, SliceFormat format) {}

  /** The same with another listener. */
  public TransferRequest heardBy(TransferListener other) {
    return new TransferRequest(owner, slices, directory, sizeBytes, access, other);
  }
}
