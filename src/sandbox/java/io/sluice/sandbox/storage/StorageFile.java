package io.sluice.sandbox.storage;

import io.sluice.sandbox.cloud.Cloud;
import io.sluice.sandbox.unload.FileType;
import java.nio.file.Path;
import java.time.Instant;

/** A file that an export made. */
record StorageFile(
    long id,
    Project project,
    long branch,
    Token creator,
    String tableId,
    String bucket,
    String name,
    FileType type,
    boolean sliced,
    Cloud.Folder folder,
    Path directory,
    long sizeBytes,
    String runId,
    Instant created) {}
