package io.sluice.cli;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.sluice.access.Caller;
import io.sluice.api.request.RequestReader;
import io.sluice.base.PrivateFiles;
import io.sluice.base.SluiceException;
import io.sluice.export.accept.Exports;
import io.sluice.export.accept.Submissions;
import io.sluice.export.model.Acceptance;
import io.sluice.export.model.Export;
import io.sluice.export.model.ExportState.Failed;
import io.sluice.export.model.ExportState.Succeeded;
import io.sluice.export.model.Failure;
import io.sluice.export.model.Result;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.file.CopyOptions;
import io.vertx.mutiny.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Help.Ansi;

/** Runs one export and ends with a code that says how it went. */
public class ExportRun implements QuarkusApplication {
  /** What this process was started for: Quarkus makes this object by itself, and hands it texts. */
  private static final AtomicReference<ExportCall> CALL = new AtomicReference<>();

  private final Exports exports;
  private final Submissions submissions;
  private final RequestReader reader;
  private final Vertx vertx;
  private final AtomicReference<ExitCode> outcome = new AtomicReference<>(ExitCode.INTERRUPTED);

  public ExportRun(Exports exports, Submissions submissions, RequestReader reader, Vertx vertx) {
    this.exports = exports;
    this.submissions = submissions;
    this.reader = reader;
    this.vertx = vertx;
  }

  /**
   * Starts the program for this call alone, and stops it.
   *
   * @return the number to end the process with
   */
  public static int start(ExportCall call) {
    CALL.set(call);
    try (PrivateDirectory directory = PrivateDirectory.beside(call.output())) {
      directory.settings(call.verbose()).forEach(System::setProperty);
      return started();
    } catch (IOException e) {
      System.err.printf(
          "Cannot write to %s; make the folder, or name another by --output (%s)%n",
          call.output().getParent(), e);
      return ExitCode.USAGE.number();
    }
  }

  /**
   * Until the program has stopped. Quarkus tells the end on this thread, and a signal to a native
   * executable on another one, which has to end the process: this one stops the program meanwhile.
   */
  private static int started() {
    Thread starter = Thread.currentThread();
    AtomicInteger number = new AtomicInteger();
    Quarkus.run(
        ExportRun.class,
        (code, failure) -> {
          if (failure != null) {
            System.err.println("Cannot start: " + cause(failure));
          }
          int end = failure == null ? code : ExitCode.CONFIGURATION.number();
          if (Thread.currentThread() != starter) {
            System.exit(end);
          }
          number.set(end);
        });
    return number.get();
  }

  /** The frameworks wrap what happened several times. */
  private static String cause(Throwable failure) {
    return failure.getCause() == null
        ? String.valueOf(failure.getMessage())
        : cause(failure.getCause());
  }

  /** Waits for the export's end, or for a signal that ends the program. */
  @Override
  public int run(String... arguments) {
    ExportCall call = CALL.get();
    ProgressPrinter printer = new ProgressPrinter(System.err, call.quiet(), Ansi.AUTO.enabled());
    export(call, printer).subscribe().with(this::end, failure -> end(failed(printer, failure)));
    Quarkus.waitForExit();
    printer.end();
    return outcome.get().number();
  }

  private Uni<ExitCode> export(ExportCall call, ProgressPrinter printer) {
    return Uni.createFrom()
        .item(() -> reader.read(Caller.program(), call.body()))
        .chain(
            request ->
                submissions.submit(Caller.program(), request, Optional.empty(), Optional.empty()))
        .map(Acceptance::export)
        .onItem()
        .transformToMulti(export -> watched(export, printer))
        .collect()
        .last()
        .chain(export -> ended(export, call, printer));
  }

  private Multi<Export> watched(Export export, ProgressPrinter printer) {
    return exports.watch(Caller.program(), export.id()).invoke(printer::show);
  }

  private Uni<ExitCode> ended(Export export, ExportCall call, ProgressPrinter printer) {
    if (export.state() instanceof Succeeded succeeded) {
      return moved(succeeded.result(), call.output())
          .invoke(() -> printer.succeeded(export, succeeded.result(), call.output()))
          .replaceWith(ExitCode.OK);
    }
    return Uni.createFrom()
        .item(
            export.state() instanceof Failed failed
                ? failed(printer, failed.failure())
                : ExitCode.INTERRUPTED);
  }

  private Uni<Void> moved(Result result, Path output) {
    Path file = Path.of(URI.create(result.location().orElseThrow()));
    return vertx
        .executeBlocking(() -> published(file))
        .chain(
            () ->
                vertx
                    .fileSystem()
                    .move(
                        file.toString(),
                        output.toString(),
                        new CopyOptions().setReplaceExisting(true)));
  }

  /** The output is like any file of its user, as {@code curl -o} makes it. */
  private static Path published(Path file) throws IOException {
    PrivateFiles.publish(file);
    return file;
  }

  private static ExitCode failed(ProgressPrinter printer, Failure failure) {
    printer.failed(failure.code(), failure.detail());
    return ExitCode.of(failure.code());
  }

  private static ExitCode failed(ProgressPrinter printer, Throwable failure) {
    if (failure instanceof SluiceException known) {
      printer.failed(known.code(), OptionErrors.detail(known));
      return ExitCode.of(known.code());
    }
    printer.failed(failure);
    return ExitCode.GATEWAY;
  }

  private void end(ExitCode code) {
    outcome.set(code);
    Quarkus.asyncExit(code.number());
  }
}
