package io.sluice.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code export TABLE}: its options, and the request of the HTTP API that they amount to. */
@Command(
    name = "export",
    description = "Exports one table to one Parquet file, without the HTTP server.",
    footer = {
      "",
      "Exit codes: 0 done, 64 wrong use, 69 the Storage API failed,",
      "70 this machine failed, 75 trying again may help, 78 wrong configuration,",
      "130 interrupted.",
      "The project comes from SLUICE_CONNECTIONS_DEFAULT_URL and _TOKEN."
    })
final class ExportCommand implements Callable<Integer> {
  private final ToIntFunction<ExportCall> export;

  @Parameters(paramLabel = "TABLE", description = "such as in.c-shop.orders")
  String table = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "where the Parquet file goes; an older one is replaced")
  Optional<String> output = Optional.empty();

  @Option(
      names = "--where",
      paramLabel = "FILTER",
      converter = FilterConverter.class,
      description = "column=a,b  column!=a  column:INTEGER>=5; several are ANDed")
  List<ObjectNode> filters = List.of();

  @Option(
      names = "--columns",
      paramLabel = "COLUMN",
      split = ",",
      description = "which columns, in this order")
  List<String> columns = List.of();

  @Option(
      names = "--order-by",
      paramLabel = "COLUMN[:desc]",
      converter = OrderConverter.class,
      description = "the order of rows")
  List<ObjectNode> orders = List.of();

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "rows imported since: 2026-11-01, unix seconds or \"-2 days\"")
  Optional<String> since = Optional.empty();

  @Option(names = "--until", paramLabel = "TIME", description = "rows imported until")
  Optional<String> until = Optional.empty();

  @Option(
      names = "--limit",
      paramLabel = "ROWS",
      converter = NumberConverter.class,
      description = "at most so many rows")
  Optional<Long> limit = Optional.empty();

  @Option(
      names = {"--type", "--file-type"},
      paramLabel = "TYPE",
      description = "what the Storage API unloads: auto, parquet, csv")
  Optional<String> fileType = Optional.empty();

  @Option(names = "--types", paramLabel = "TYPES", description = "declared or source")
  Optional<String> types = Optional.empty();

  @Option(names = "--merge", paramLabel = "MERGE", description = "auto, stitch or rewrite")
  Optional<String> merge = Optional.empty();

  @Option(names = "--compression", paramLabel = "CODEC", description = "zstd, snappy or none")
  Optional<String> compression = Optional.empty();

  @Option(
      names = "--connection",
      paramLabel = "NAME",
      description = "which configured project; default is default")
  Optional<String> connection = Optional.empty();

  @Option(
      names = "--branch",
      paramLabel = "ID",
      converter = NumberConverter.class,
      description = "a development branch")
  Optional<Long> branch = Optional.empty();

  @Option(
      names = {"-q", "--quiet"},
      description = "without progress")
  boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      description = "with the log")
  boolean verbose;

  ExportCommand(ToIntFunction<ExportCall> export) {
    this.export = export;
  }

  @Override
  public Integer call() {
    String file = output.orElse(table.substring(table.lastIndexOf('.') + 1) + ".parquet");
    return export.applyAsInt(
        new ExportCall(body(), Path.of(file).toAbsolutePath(), quiet, verbose));
  }

  private ObjectNode body() {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("table", table);
    connection.ifPresent(name -> body.put("connection", name));
    branch.ifPresent(id -> body.put("branch", id));
    columns.forEach(column -> body.withArray("columns").add(column));
    filters.forEach(filter -> body.withArray("whereFilters").add(filter));
    since.ifPresent(time -> body.put("changedSince", time));
    until.ifPresent(time -> body.put("changedUntil", time));
    orders.forEach(order -> body.withArray("orderBy").add(order));
    limit.ifPresent(rows -> body.put("limit", rows));
    fileType.ifPresent(type -> body.put("fileType", type));
    ObjectNode file = body.putObject("output");
    types.ifPresent(which -> file.put("types", which));
    merge.ifPresent(way -> file.put("merge", way));
    compression.ifPresent(codec -> file.put("compression", codec));
    return body;
  }
}
