package io.sluice.transfer;

import io.sluice.csv.CsvSummary;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A slice that is complete, verified and on disk.
 *
 * @param bytes as it lies on disk
 * @param csv what it holds, where it is CSV
 */
public record SliceFile(int number, Path path, long bytes, Optional<CsvSummary> csv) {}
