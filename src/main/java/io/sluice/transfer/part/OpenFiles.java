package io.sluice.transfer.part;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.smallrye.mutiny.Uni;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Which parts are being written. Streams close in the background after a cancellation; whoever
 * wants to go on with their file waits here until they have.
 */
final class OpenFiles {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Map<Path, Use> uses = new HashMap<>();

  synchronized void opened(Path path) {
    uses.computeIfAbsent(path, unused -> new Use()).count++;
  }

  void closed(Path path) {
    CompletableFuture<Void> last = release(path);
    if (last != null) {
      last.complete(null);
    }
  }

  /** Completes when no stream writes the file; fails where one does not come to its end. */
  Uni<Void> quiet(Path path) {
    return Uni.createFrom()
        .deferred(() -> waitFor(path))
        .ifNoItem()
        .after(PATIENCE)
        .failWith(
            () ->
                new SluiceException(
                    ErrorCode.DISK_FAILED, "The disk hangs: " + path + " cannot be closed."));
  }

  private synchronized CompletableFuture<Void> release(Path path) {
    Use use = uses.get(path);
    if (use == null || --use.count > 0) {
      return null;
    }
    uses.remove(path);
    return use.quiet;
  }

  private synchronized Uni<Void> waitFor(Path path) {
    Use use = uses.get(path);
    return use == null
        ? Uni.createFrom().voidItem()
        : Uni.createFrom().completionStage(use.quiet.copy());
  }

  private static final class Use {
    private final CompletableFuture<Void> quiet = new CompletableFuture<>();
    private int count;
  }
}
