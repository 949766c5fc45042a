package io.sluice.api.command;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import java.util.Optional;

/** Starts the gateway, or, with arguments, runs one command and ends. */
@QuarkusMain
public final class Main {
  Main() {}

  public static void main(String[] arguments) {
    if (arguments.length == 0) {
      Quarkus.run();
      return;
    }
    ExportSyntax syntax = new ExportSyntax(System.out, System.err);
    Optional<ExportCall> call = syntax.parse(arguments);
    if (call.isEmpty()) {
      System.exit(syntax.exitCode());
    }
    runAlone(call.get(), arguments);
  }

  private static void runAlone(ExportCall call, String[] arguments) {
    try {
      runIn(PrivateDirectory.beside(call.output()), call, arguments);
    } catch (IOException e) {
      System.err.printf(
          "Cannot write to %s; make the folder, or name another by --output (%s)%n",
          call.output().getParent(), e);
      System.exit(ExitCode.USAGE.number());
    }
  }

  private static void runIn(PrivateDirectory directory, ExportCall call, String[] arguments) {
    directory.settings(call.verbose()).forEach(System::setProperty);
    Quarkus.run(
        ExportCommand.class,
        (code, failure) -> {
          directory.close();
          if (failure != null) {
            System.err.println("Cannot start: " + cause(failure));
          }
          System.exit(failure == null ? code : ExitCode.CONFIGURATION.number());
        },
        arguments);
  }

  /** The frameworks wrap what happened several times. */
  private static String cause(Throwable failure) {
    return failure.getCause() == null
        ? String.valueOf(failure.getMessage())
        : cause(failure.getCause());
  }
}
