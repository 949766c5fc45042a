package io.sluice.storage;

import io.sluice.base.Secret;
import io.sluice.cloud.CloudCredentials;
import java.util.OptionalLong;

/**
 * An unloaded file (storage-api.md 3), asked for with credentials.
 *
 * @param url signed: the manifest's where the file is sliced, else the file's own
 * @param sizeBytes the sum of the slices as stored, where known and not zero
 * @param access opens the slices until it expires; ask for the detail again to have a new one
 */
public record FileDetail(
    long id,
    String name,
    boolean sliced,
    Secret url,
    OptionalLong sizeBytes,
    CloudCredentials access) {}
