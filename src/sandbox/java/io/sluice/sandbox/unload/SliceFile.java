package io.sluice.sandbox.unload;

import java.nio.file.Path;

/**
 * A slice on disk.
 *
 * @param name what follows the file's key in the slice's
 * @param md5 of the file's bytes, in hex
 */
public record SliceFile(String name, Path path, long rows, long bytes, String md5) {}
