package io.sluice.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;

/**
 * What the command line asks for.
 *
 * @param body what the HTTP API would be sent
 * @param output where the file goes; replaced if it is there
 * @param quiet without progress
 * @param verbose with the log, on standard error
 */
public record ExportCall(ObjectNode body, Path output, boolean quiet, boolean verbose) {}
