/**
 * The same program without HTTP: {@code java -jar quarkus-run.jar export TABLE -o FILE}. {@link
 * io.sluice.api.command.Main} has the arguments read by {@link io.sluice.api.command.Program}
 * before anything starts; {@link io.sluice.api.command.ExportCommand} has the options, and makes of
 * them the body that the HTTP API would be sent, {@link io.sluice.api.command.ExportRun} starts the
 * program for it and runs it, and {@link io.sluice.api.command.ProgressPrinter} tells how far it
 * is.
 */
package io.sluice.api.command;
