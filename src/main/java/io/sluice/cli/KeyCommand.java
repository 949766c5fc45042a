package io.sluice.cli;

import io.sluice.access.NewKey;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code key}: what there is to do with API keys. */
@Command(name = "key", description = "Makes API keys.", synopsisSubcommandLabel = "COMMAND")
final class KeyCommand implements Runnable {
  @Spec CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing required subcommand: new");
  }

  /**
   * {@code key new NAME}: prints a new key on the standard error, where no pipe keeps it, and the
   * two lines to configure on the standard output.
   */
  @Command(
      name = "new",
      description = {
        "Makes an API key: it is shown once, and kept nowhere.",
        "The lines below it go into the configuration, or into sluice.access.file."
      })
  static final class New implements Runnable {
    @Spec CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "who has it, such as etl")
    String name = "";

    @Option(
        names = "--grants",
        paramLabel = "CONNECTION:GRANT",
        split = ",",
        defaultValue = "*:read",
        description = "read, submit or operate on connections, such as sales:submit,*:read")
    List<String> grants = List.of();

    @Option(
        names = "--until",
        paramLabel = "DAY",
        description = "such as 2027-01-31: from that day on (UTC) it is not right any more")
    Optional<LocalDate> until = Optional.empty();

    @Override
    public void run() {
      try {
        NewKey made = NewKey.of(name, grants, until);
        spec.commandLine().getErr().println(made.key().reveal());
        spec.commandLine().getErr().flush();
        made.lines().forEach(spec.commandLine().getOut()::println);
        spec.commandLine().getOut().flush();
      } catch (IllegalArgumentException cannotBe) {
        throw new ParameterException(spec.commandLine(), cannotBe.getMessage(), cannotBe);
      }
    }
  }
}
