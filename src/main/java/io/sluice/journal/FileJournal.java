package io.sluice.journal;

import io.quarkus.runtime.ShutdownEvent;
import io.sluice.base.Directories;
import io.sluice.base.Disk;
import io.sluice.base.DiskFailure;
import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.base.Worker;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Keeps each checkpoint in {@code exports/<id>/export.json}, replaced by temporary file, fsync,
 * rename and fsync of the directory. One thread does it all, in order. Changes of an id that wait
 * together are written once, as the newest: what waits is bounded by the number of exports.
 */
@ApplicationScoped
public class FileJournal implements Journal, AutoCloseable {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,64}");
  private static final int MOST_WAITING = 100_000;

  /** The newest that was asked for an id (none: forget it), and who waits for it. */
  private static final class Change {
    private Optional<Checkpoint> checkpoint = Optional.empty();
    private final List<UniEmitter<? super Void>> waiting = new ArrayList<>(1);
  }

  private final Path exports;
  private final CheckpointFiles files;
  private final Worker worker = new Worker("journal", 1, MOST_WAITING);
  private final Map<String, Change> changes = new HashMap<>();

  @Inject
  public FileJournal(Directories directories) {
    this(directories, Disk.real());
  }

  FileJournal(Directories directories, Disk disk) {
    this.exports = directories.exports();
    this.files = new CheckpointFiles(exports, directories.setAside(), disk);
  }

  @Override
  public Uni<List<Checkpoint>> load() {
    return worker
        .call(files::readAll)
        .onFailure(IOException.class)
        .transform(e -> failure("The checkpoints cannot be listed", exports, e));
  }

  @Override
  public Uni<Void> save(Checkpoint checkpoint) {
    return change(checkpoint.id(), Optional.of(checkpoint));
  }

  @Override
  public Uni<Void> remove(String id) {
    return change(id, Optional.empty());
  }

  private Uni<Void> change(String id, Optional<Checkpoint> checkpoint) {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("\"" + id + "\" is not an export's id");
    }
    return Uni.createFrom()
        .deferred(
            () ->
                Uni.createFrom()
                    .<Void>emitter(emitter -> enqueue(id, checkpoint, emitter))
                    .emitOn(Worker.callersContext()));
  }

  private synchronized void enqueue(
      String id, Optional<Checkpoint> checkpoint, UniEmitter<? super Void> emitter) {
    Change change = changes.get(id);
    if (change == null) {
      worker.execute(() -> apply(id));
      change = new Change();
      changes.put(id, change);
    }
    change.checkpoint = checkpoint;
    change.waiting.add(emitter);
  }

  private void apply(String id) {
    Change change = take(id);
    try {
      if (change.checkpoint.isPresent()) {
        files.write(change.checkpoint.get());
      } else {
        files.delete(id);
      }
      change.waiting.forEach(emitter -> emitter.complete(null));
    } catch (IOException e) {
      SluiceException failure =
          failure("The checkpoint of export " + id + " could not be kept", exports.resolve(id), e);
      change.waiting.forEach(emitter -> emitter.fail(failure));
    } catch (Throwable e) { // an Error too: who waits would wait for ever
      change.waiting.forEach(emitter -> emitter.fail(e));
    }
  }

  private synchronized Change take(String id) {
    return changes.remove(id);
  }

  private static SluiceException failure(String what, Path path, IOException cause) {
    return DiskFailure.of(ErrorCode.JOURNAL_FAILED, what, path, cause);
  }

  /** When no other room works any more, and before the directory's lock is given back. */
  void leave(@Observes @Priority(Integer.MAX_VALUE) ShutdownEvent event) {
    close();
  }

  /** Writes what was asked for so far; later changes fail. */
  @Override
  public void close() {
    worker.close();
  }
}
