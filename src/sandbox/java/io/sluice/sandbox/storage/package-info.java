/**
 * The Storage API of a project (storage-api.md 1 to 3, 7, 8): {@link
 * io.sluice.sandbox.storage.StorageRoutes} finds out who asks and for which branch, {@link
 * io.sluice.sandbox.storage.ExportParameters} checks an export as the API does, {@link
 * io.sluice.sandbox.storage.Exports} makes it a job, {@link io.sluice.sandbox.storage.Jobs} lets it
 * live, and its end is a file in {@link io.sluice.sandbox.storage.Files}.
 */
package io.sluice.sandbox.storage;
