/**
 * The same program without HTTP: {@code java -jar quarkus-run.jar export TABLE -o FILE}. {@link
 * io.sluice.api.command.Main} decides by its arguments, {@link io.sluice.api.command.ExportSyntax}
 * turns them into the body that the HTTP API would be sent, {@link
 * io.sluice.api.command.ExportCommand} runs it and {@link io.sluice.api.command.ProgressPrinter}
 * tells how far it is.
 */
package io.sluice.api.command;
