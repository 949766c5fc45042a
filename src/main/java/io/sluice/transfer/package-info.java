/**
 * Moves slices to disk: {@link io.sluice.transfer.SliceTransfer} streams all slices of an export in
 * parallel into {@code slice-00007.csv.gz.part} files, goes on where a stream broke, verifies each,
 * and renames it to {@code slice-00007.csv.gz}.
 */
package io.sluice.transfer;
