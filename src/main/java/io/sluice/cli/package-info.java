/**
 * The command line: {@code java -jar quarkus-run.jar export TABLE -o FILE} exports a table without
 * HTTP. {@link io.sluice.Main} has the arguments read by {@link io.sluice.cli.Program} before
 * anything starts; {@link io.sluice.cli.ExportCommand} has the options and makes of them the body
 * that the HTTP API would be sent; {@link io.sluice.cli.ExportRun} starts the program for it and
 * runs it; {@link io.sluice.cli.ProgressPrinter} tells how far it is.
 */
package io.sluice.cli;
