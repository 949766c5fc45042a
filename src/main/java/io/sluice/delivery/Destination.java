package io.sluice.delivery;

import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.nio.file.Path;

/** Where results go. Nothing here blocks. */
public interface Destination {

  /**
   * Makes the complete, fsynced file appear under its final name, by a rename; repeating it after a
   * crash is safe. The file must lie on the same file system.
   *
   * @param name a file name, already checked
   * @return where it is now
   */
  Uni<URI> publish(String exportId, String name, Path file);

  /** Removes what was published for the export, if anything. */
  Uni<Void> remove(String exportId);
}
