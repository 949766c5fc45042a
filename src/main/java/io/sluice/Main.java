package io.sluice;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.sluice.api.guard.RequestTarget;
import io.sluice.cli.ExportRun;
import io.sluice.cli.Program;

/** Starts the gateway, or, with arguments, runs one command and ends. */
@QuarkusMain
public final class Main {
  Main() {}

  public static void main(String[] arguments) {
    if (arguments.length == 0) {
      RequestTarget.leaveToTheGuard();
      Quarkus.run();
      return;
    }
    System.exit(Program.with(ExportRun::start).execute(arguments));
  }
}
