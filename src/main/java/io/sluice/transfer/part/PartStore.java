package io.sluice.transfer.part;

import io.sluice.base.DiskFailure;
import io.sluice.base.ErrorCode;
import io.sluice.base.PrivateFiles;
import io.sluice.base.SluiceException;
import io.sluice.cloud.SliceAddress;
import io.sluice.csv.CsvSummary;
import io.sluice.transfer.SliceFormat;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;

/** Everything that is done to parts besides streaming into them, on a bounded pool of its own. */
public final class PartStore {
  private static final Logger LOG = Logger.getLogger(PartStore.class);

  private final Executor workers;
  private final RoundRobin verifiers;
  private final long unpackedLimit;
  private final int writeQueue;
  private final long underWay;
  private final OpenFiles open = new OpenFiles();

  /**
   * A store whose streams keep so much underway.
   *
   * @param workers where blocking work goes
   * @param verifiers where slices are read through, turn by turn
   * @param unpackedLimit bytes that a slice may unpack to
   * @param writeQueue bytes of one stream that may wait for the disk
   * @param chunk the most that one write brings
   */
  public PartStore(
      Executor workers, Executor verifiers, long unpackedLimit, int writeQueue, int chunk) {
    this.workers = workers;
    this.verifiers = new RoundRobin(verifiers);
    this.unpackedLimit = unpackedLimit;
    this.writeQueue = writeQueue;
    this.underWay = (long) writeQueue + 2L * chunk;
  }

  /** Makes the directory where it is missing. */
  public Uni<Void> prepare(Path directory) {
    return work(
            "A directory for slices could not be made",
            directory,
            () -> PrivateFiles.createDirectories(directory))
        .replaceWithVoid();
  }

  /** The size of a slice that is complete already, or -1. */
  public Uni<Long> completeSize(Path target) {
    return work(
        "A slice could not be looked at",
        target,
        () -> Files.exists(target) ? Files.size(target) : -1L);
  }

  /** The part as an earlier run left it, or a new one. */
  public Uni<Part> load(SliceAddress address, Path target) {
    Path path = new Part(address, target).path();
    return open.quiet(path)
        .chain(
            () ->
                work(
                    "A record of a slice could not be read",
                    path,
                    () -> PartRecord.load(address, target)));
  }

  /** Completes when no stream writes to the part. */
  public Uni<Void> quiet(Part part) {
    return open.quiet(part.path());
  }

  /** A stream is about to open the part. */
  public void opened(Part part) {
    open.opened(part.path());
  }

  /** The stream has closed the part, all its bytes written, or never got to open it. */
  public void closed(Part part) {
    open.closed(part.path());
  }

  /** Writes down how far the part is. */
  public Uni<Void> save(Part part) {
    return run(
        "A record of a slice could not be written",
        part.recordPath(),
        () -> PartRecord.save(part, underWay));
  }

  /** The same, while the stream goes on; a failure only costs a later resume. */
  void saveInBackground(Part part) {
    save(part)
        .subscribe()
        .with(
            saved -> {},
            failure -> LOG.debugf("slice=%s cannot be recorded: %s", part.address(), failure));
  }

  int writeQueue() {
    return writeQueue;
  }

  /** How many bytes of a stream may be on their way to the disk. */
  long underWay() {
    return underWay;
  }

  /**
   * What the part holds, where it is CSV. Fails with {@code slice-corrupt} where it is not what it
   * should be, with {@code slice-too-large} where it unpacks to too much. Other parts are verified
   * turn about; cancelling ends it.
   */
  public Uni<Optional<CsvSummary>> verify(Part part, SliceFormat format) {
    return verifiers.run(
        "A slice could not be read",
        part.path(),
        () -> new Verification(part, part.path(), format, unpackedLimit));
  }

  /** The same for a slice that an earlier run has published. */
  public Uni<Optional<CsvSummary>> inspect(SliceAddress address, Path target, SliceFormat format) {
    return verifiers.run(
        "A slice could not be read",
        target,
        () -> new Verification(new Part(address, target), target, format, unpackedLimit));
  }

  /** Removes a slice that turned out to be no good. */
  public Uni<Void> discard(Path target) {
    return run("A slice could not be removed", target, () -> Files.delete(target));
  }

  /** Syncs the part and gives it its final name, durably; returns its size. */
  public Uni<Long> publish(Part part) {
    return work("A slice could not be published", part.target(), () -> publishNow(part));
  }

  private static long publishNow(Part part) throws IOException {
    long size;
    try (FileChannel channel = FileChannel.open(part.path(), StandardOpenOption.WRITE)) {
      channel.force(true);
      size = channel.size();
    }
    Files.move(part.path(), part.target(), StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel directory = FileChannel.open(part.target().toAbsolutePath().getParent())) {
      directory.force(true);
    }
    Files.deleteIfExists(part.recordPath());
    return size;
  }

  private Uni<Void> run(String what, Path path, Action action) {
    return work(
            what,
            path,
            () -> {
              action.run();
              return true;
            })
        .replaceWithVoid();
  }

  /**
   * Does blocking work on the pool.
   *
   * @param what what could not be done if it fails, as the beginning of a sentence
   * @param path the file or directory it is about
   */
  public <T> Uni<T> work(String what, Path path, Callable<T> action) {
    return Uni.createFrom().item(() -> call(what, path, action)).runSubscriptionOn(workers);
  }

  static <T> T call(String what, Path path, Callable<T> action) {
    try {
      return action.call();
    } catch (IOException e) {
      throw DiskFailure.of(ErrorCode.DISK_FAILED, what, path, e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new SluiceException(ErrorCode.INTERNAL, what + ": " + path + ".", e);
    }
  }

  private interface Action {
    void run() throws IOException;
  }
}
