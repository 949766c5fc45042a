package io.sluice.api.command;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
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
    PrivateDirectory directory = PrivateDirectory.beside(call.output());
    directory.settings(call.verbose()).forEach(System::setProperty);
    Quarkus.run(
        ExportCommand.class,
        (code, failure) -> {
          directory.close();
          System.exit(failure == null ? code : ExitCode.CONFIGURATION.number());
        },
        arguments);
  }
}
