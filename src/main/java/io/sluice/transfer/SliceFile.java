package io.sluice.transfer;

import java.nio.file.Path;

/** A slice that is complete, verified and on disk. */
public record SliceFile(int number, Path path, long bytes) {}
