package io.sluice.api.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The command line's grammar; written without annotations, so that a native image needs no list.
 */
final class ExportSyntax {
  /** Options that become a field of the request as they are, and that field's JSON pointer. */
  private static final Map<String, String> TEXTS =
      Map.of(
          "--connection", "/connection",
          "--since", "/changedSince",
          "--until", "/changedUntil",
          "--type", "/fileType",
          "--types", "/output/types",
          "--merge", "/output/merge",
          "--compression", "/output/compression");

  private final PrintStream out;
  private final PrintStream err;
  private int exitCode;

  ExportSyntax(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** What the arguments ask for; none where help was asked for, or needed. */
  Optional<ExportCall> parse(String... arguments) {
    CommandLine program = new CommandLine(program());
    program.setOut(writer(out)).setErr(writer(err));
    try {
      ParseResult result = program.parseArgs(arguments);
      if (CommandLine.printHelpIfRequested(result)) {
        return Optional.empty();
      }
      if (!result.hasSubcommand()) {
        throw new ParameterException(program, "Name a command: export");
      }
      return Optional.of(call(result.subcommand()));
    } catch (ParameterException e) {
      exitCode = ExitCode.USAGE.number();
      err.println(e.getMessage());
      if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, writer(err))) {
        e.getCommandLine().usage(writer(err));
      }
      return Optional.empty();
    }
  }

  /** How to end where {@link #parse} gave nothing. */
  int exitCode() {
    return exitCode;
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  private static CommandSpec program() {
    CommandSpec program = CommandSpec.create().name("sluice").mixinStandardHelpOptions(true);
    program.version("sluice " + version());
    program
        .usageMessage()
        .description(
            "Without arguments the gateway is started.", "With a command, that alone is done.");
    program.addSubcommand("export", export());
    return program;
  }

  private static CommandSpec export() {
    CommandSpec export = CommandSpec.create().mixinStandardHelpOptions(true);
    export
        .usageMessage()
        .description("Exports one table to one Parquet file, without the HTTP server.");
    export
        .usageMessage()
        .footer(
            "",
            "Exit codes: 0 done, 64 wrong use, 69 the Storage API failed, 70 this machine failed,",
            "75 trying again may help, 78 wrong configuration, 130 interrupted.",
            "The project comes from SLUICE_CONNECTIONS_DEFAULT_URL and _TOKEN.");
    export.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("TABLE")
            .index("0")
            .arity("1")
            .required(true)
            .type(String.class)
            .description("such as in.c-shop.orders")
            .build());
    export.addOption(
        option("FILE", "where the Parquet file goes; an older one is replaced", "-o", "--output"));
    export.addOption(
        list("FILTER", "column=a,b  column!=a  column:INTEGER>=5; several are ANDed", "--where"));
    export.addOption(split("COLUMN", "which columns, in this order", "--columns"));
    export.addOption(list("COLUMN[:desc]", "the order of rows", "--order-by"));
    export.addOption(
        option("TIME", "rows imported since: 2026-11-01, unix seconds or \"-2 days\"", "--since"));
    export.addOption(option("TIME", "rows imported until", "--until"));
    export.addOption(option("ROWS", "at most so many rows", "--limit"));
    export.addOption(
        option(
            "TYPE", "what the Storage API unloads: auto, parquet, csv", "--type", "--file-type"));
    export.addOption(option("TYPES", "declared or source", "--types"));
    export.addOption(option("MERGE", "auto, stitch or rewrite", "--merge"));
    export.addOption(option("CODEC", "zstd, snappy or none", "--compression"));
    export.addOption(
        option("NAME", "which configured project; default is default", "--connection"));
    export.addOption(option("ID", "a development branch", "--branch"));
    export.addOption(flag("without progress", "-q", "--quiet"));
    export.addOption(flag("with the log", "-v", "--verbose"));
    return export;
  }

  private static ExportCall call(ParseResult given) {
    String table = given.matchedPositionalValue(0, "");
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("table", table);
    ObjectNode output = body.putObject("output");
    TEXTS.forEach((option, pointer) -> text(given, option, pointer, body, output));
    number(given, "--limit", body, "limit");
    number(given, "--branch", body, "branch");
    List<String> columns = given.matchedOptionValue("--columns", List.of());
    columns.forEach(column -> body.withArray("columns").add(column));
    List<String> filters = given.matchedOptionValue("--where", List.of());
    filters.forEach(filter -> body.withArray("whereFilters").add(where(given, filter)));
    List<String> orders = given.matchedOptionValue("--order-by", List.of());
    orders.forEach(order -> body.withArray("orderBy").add(order(order)));
    String name = table.substring(table.lastIndexOf('.') + 1) + ".parquet";
    return new ExportCall(
        body,
        Path.of(given.matchedOptionValue("--output", name)).toAbsolutePath(),
        given.hasMatchedOption("--quiet"),
        given.hasMatchedOption("--verbose"));
  }

  private static void text(
      ParseResult given, String option, String pointer, ObjectNode body, ObjectNode output) {
    Optional<String> value = Optional.ofNullable(given.matchedOptionValue(option, null));
    String field = pointer.substring(pointer.lastIndexOf('/') + 1);
    value.ifPresent(text -> (pointer.startsWith("/output/") ? output : body).put(field, text));
  }

  private static void number(ParseResult given, String option, ObjectNode body, String field) {
    Optional<String> value = Optional.ofNullable(given.matchedOptionValue(option, null));
    value.ifPresent(
        text -> {
          if (!text.matches("[0-9]{1,18}")) {
            throw wrong(given, option + " takes a whole number, not \"" + text + "\"");
          }
          body.put(field, Long.parseLong(text));
        });
  }

  private static ObjectNode where(ParseResult given, String filter) {
    return WhereOption.parse(filter)
        .orElseThrow(
            () ->
                wrong(
                    given,
                    "\""
                        + filter
                        + "\" is no filter; write status=paid,shipped or amount:INTEGER>=5"));
  }

  private static ObjectNode order(String text) {
    int colon = text.lastIndexOf(':');
    ObjectNode order = JsonNodeFactory.instance.objectNode();
    order.put("column", colon < 0 ? text : text.substring(0, colon));
    if (colon >= 0) {
      order.put("order", text.substring(colon + 1));
    }
    return order;
  }

  private static ParameterException wrong(ParseResult given, String message) {
    return new ParameterException(given.commandSpec().commandLine(), message);
  }

  private static OptionSpec option(String label, String description, String... names) {
    return OptionSpec.builder(names)
        .paramLabel(label)
        .type(String.class)
        .description(description)
        .build();
  }

  private static OptionSpec list(String label, String description, String name) {
    return OptionSpec.builder(name)
        .paramLabel(label)
        .type(List.class)
        .auxiliaryTypes(String.class)
        .arity("1")
        .description(description)
        .build();
  }

  private static OptionSpec split(String label, String description, String name) {
    return list(label, description, name).toBuilder().splitRegex(",").build();
  }

  private static OptionSpec flag(String description, String... names) {
    return OptionSpec.builder(names)
        .type(boolean.class)
        .arity("0")
        .description(description)
        .build();
  }

  private static String version() {
    return Optional.ofNullable(ExportSyntax.class.getPackage().getImplementationVersion())
        .orElse("of this build");
  }
}
