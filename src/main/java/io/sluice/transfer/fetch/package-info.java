/**
 * Fetches the slices of an export: {@link io.sluice.transfer.fetch.HttpSliceTransfer} streams all
 * of them in parallel into {@code slice-00007.csv.gz.part} files, goes on where a stream broke,
 * verifies each, and renames it to {@code slice-00007.csv.gz}. {@code ResponseRules} say what an
 * answer means, {@code RegionFetch} does it. {@link io.sluice.base.FairPermits} share the streams
 * fairly between exports.
 */
package io.sluice.transfer.fetch;
