package io.sluice.delivery;

import io.sluice.base.ExportId;
import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Where results go. Nothing here blocks; calls for one export are done in the order they are asked.
 */
public interface Destination {

  /**
   * Makes the complete file appear under its final name, whole, durable, by a rename, and takes it
   * away from where it was; repeating it after a crash is safe. A file on another file system is
   * copied beside its final name first. Fails with {@code delivery-failed} or {@code disk-full}.
   *
   * @param name a file name without a path
   * @return where it is now; none where there is neither the file nor what an earlier call
   *     published
   */
  Uni<Optional<URI>> publish(ExportId export, String name, Path file);

  /** Removes what was published for the export, if anything. */
  Uni<Void> remove(ExportId export);

  /**
   * Removes what was published for exports of which nobody knows any more, such as one whose
   * checkpoint was lost. What is younger is left for a person to find; what was not published here
   * is left alone.
   *
   * @param orphan whether that is the id of such an export; called on a worker thread
   */
  Uni<Void> removeOrphans(Predicate<ExportId> orphan, Instant olderThan);
}
