package io.sluice.delivery;

import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.nio.file.Path;

/** Where results go. Nothing here blocks. */
public interface Destination {

  /**
   * Makes the complete file appear under its final name, whole, durable, by a rename, and takes it
   * away from where it was; repeating it after a crash is safe. A file on another file system is
   * copied beside its final name first. Fails with {@code delivery-failed} or {@code disk-full}.
   *
   * @param name a file name without a path
   * @return where it is now
   */
  Uni<URI> publish(String exportId, String name, Path file);

  /** Removes what was published for the export, if anything. */
  Uni<Void> remove(String exportId);
}
