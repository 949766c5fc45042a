package io.sluice.journal;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An export as it must survive a crash. The journal does not look into the document.
 *
 * @param id the export's id
 * @param version grows with every save of the same id
 */
public record Checkpoint(String id, long version, ObjectNode document) {}
