package io.sluice.journal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * An export as it must survive a crash. The journal does not look into the document.
 *
 * @param id the export's id
 * @param version grows with every save of the same id
 * @param parts the names of what the document leaves out: each is kept once, however many
 *     checkpoints name it, and as long as one does
 */
public record Checkpoint(String id, long version, ObjectNode document, Set<String> parts) {
  public Checkpoint {
    parts = Set.copyOf(parts);
  }

  /** One that stands by itself. */
  public Checkpoint(String id, long version, ObjectNode document) {
    this(id, version, document, Set.of());
  }
}
