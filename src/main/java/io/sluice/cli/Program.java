package io.sluice.cli;

import java.util.Optional;
import java.util.function.ToIntFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** The command line as a whole: its commands, help and version. */
@Command(
    name = "sluice",
    description = {
      "Without arguments the gateway is started.",
      "With a command, that alone is done."
    },
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    versionProvider = Program.Version.class)
public final class Program {
  private Program() {}

  /**
   * The commands, ready to be executed. What is wrong with the arguments, and the nearest right
   * one, is told on the standard error.
   *
   * @param export makes one export and gives the number to end with
   */
  public static CommandLine with(ToIntFunction<ExportCall> export) {
    return new CommandLine(new Program())
        .addSubcommand(new ExportCommand(export))
        .addSubcommand(new CommandLine(new KeyCommand()).addSubcommand(new KeyCommand.New()))
        .setExitCodeExceptionMapper(failure -> codeOf(failure).number());
  }

  private static ExitCode codeOf(Throwable failure) {
    return failure instanceof ParameterException ? ExitCode.USAGE : ExitCode.GATEWAY;
  }

  /** The version that is written into the program where it is packaged. */
  static final class Version implements IVersionProvider {
    /**
     * A native executable has no manifest; its build tells the version while this is initialised.
     */
    private static final String PACKAGED =
        Optional.ofNullable(Program.class.getPackage().getImplementationVersion())
            .or(() -> Optional.ofNullable(System.getProperty("packaged.version")))
            .orElse("of this build");

    @Override
    public String[] getVersion() {
      return new String[] {"sluice " + PACKAGED};
    }
  }
}
