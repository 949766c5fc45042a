/**
 * Moves slices to disk. This package is the contract: a {@link io.sluice.transfer.SliceTransfer}
 * carries out a {@link io.sluice.transfer.TransferRequest} and tells a {@link
 * io.sluice.transfer.TransferListener}. Package {@code fetch} does it, over {@code http}, into
 * {@code part}.
 */
package io.sluice.transfer;
