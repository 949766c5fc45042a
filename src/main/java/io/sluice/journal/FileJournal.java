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
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Keeps each checkpoint in {@code exports/<id>/export.json}, replaced by temporary file, fsync,
 * rename and fsync of the directory, and what several share in {@code requests/<sha256>}. One
 * thread does it all, in order. Changes of an id that wait together are written once, as the
 * newest: what waits is bounded by the number of exports.
 */
@ApplicationScoped
public class FileJournal implements Journal, AutoCloseable {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,64}");
  private static final int MOST_WAITING = 100_000;

  /** The newest that was asked for an id (none: forget it), and who waits for it. */
  private static final class Change {
    private Optional<Checkpoint> checkpoint = Optional.empty();
    private final Map<String, byte[]> parts = new HashMap<>();
    private final List<UniEmitter<? super Void>> waiting = new ArrayList<>(1);
  }

  private final Path exports;
  private final Path requests;
  private final CheckpointFiles files;
  private final Worker worker = new Worker("journal", 1, MOST_WAITING);
  private final Map<String, Change> changes = new HashMap<>();

  @Inject
  public FileJournal(Directories directories) {
    this(directories, Disk.real());
  }

  FileJournal(Directories directories, Disk disk) {
    this.exports = directories.exports();
    this.requests = directories.requests();
    this.files = new CheckpointFiles(exports, requests, directories.setAside(), disk);
  }

  @Override
  public <T> Uni<List<T>> load(Function<Checkpoint, T> each) {
    return worker
        .call(() -> files.readAll(each))
        .onFailure(IOException.class)
        .transform(e -> failure("The checkpoints cannot be listed", exports, e));
  }

  @Override
  public Uni<Optional<Checkpoint>> find(String id) {
    check(id);
    return worker.call(() -> files.find(id));
  }

  @Override
  public Uni<byte[]> part(String name) {
    if (!PartFiles.isName(name)) {
      throw new IllegalArgumentException("\"" + name + "\" is not a part's name");
    }
    return worker
        .call(() -> files.part(name))
        .onFailure(IOException.class)
        .transform(e -> failure("A part of a request cannot be read", requests.resolve(name), e));
  }

  @Override
  public Uni<Void> save(Checkpoint checkpoint, Map<String, byte[]> parts) {
    return change(checkpoint.id(), Optional.of(checkpoint), parts);
  }

  @Override
  public Uni<Void> remove(String id) {
    return change(id, Optional.empty(), Map.of());
  }

  private static void check(String id) {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("\"" + id + "\" is not an export's id");
    }
  }

  private Uni<Void> change(String id, Optional<Checkpoint> checkpoint, Map<String, byte[]> parts) {
    check(id);
    return Uni.createFrom()
        .deferred(
            () ->
                Uni.createFrom()
                    .<Void>emitter(emitter -> enqueue(id, checkpoint, parts, emitter))
                    .emitOn(Worker.callersContext()));
  }

  private synchronized void enqueue(
      String id,
      Optional<Checkpoint> checkpoint,
      Map<String, byte[]> parts,
      UniEmitter<? super Void> emitter) {
    Change change = changes.get(id);
    if (change == null) {
      worker.execute(() -> apply(id));
      change = new Change();
      changes.put(id, change);
    }
    change.checkpoint = checkpoint;
    change.parts.putAll(parts);
    change.waiting.add(emitter);
  }

  private void apply(String id) {
    Change change = take(id);
    try {
      if (change.checkpoint.isPresent()) {
        files.write(change.checkpoint.get(), change.parts);
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
