/**
 * The Keboola Storage API as storage-api.md describes it: a table is unloaded by {@link
 * io.sluice.storage.StorageApi#export}, the {@link io.sluice.storage.Job} is asked for until it has
 * ended, its {@link io.sluice.storage.FileDetail} names the manifest and the access to the slices,
 * and the {@link io.sluice.storage.Manifest} names the slices.
 *
 * <p>Here lies what other rooms see. Below it {@code connection} makes projects of the
 * configuration, {@code project} asks, {@code answer} understands, and {@code wire} carries one
 * request there and back.
 *
 * <p>Nothing here is null; what may be absent is Optional. Every failure is a {@link
 * io.sluice.base.SluiceException}; retries, back-off and limits happen inside.
 */
package io.sluice.storage;
