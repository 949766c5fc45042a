package io.sluice.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.export.domain.Export;
import io.sluice.journal.Checkpoint;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Exports as the journal keeps them. */
@ApplicationScoped
public class Checkpoints {
  private static final Logger LOG = Logger.getLogger(Checkpoints.class);

  private final ObjectMapper mapper;

  public Checkpoints(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  Checkpoint of(Export export) {
    return new Checkpoint(export.id(), export.version(), mapper.<ObjectNode>valueToTree(export));
  }

  /** The export of a checkpoint; none, with a warning, where it was written by another version. */
  Optional<Export> read(Checkpoint checkpoint) {
    try {
      return Optional.of(mapper.treeToValue(checkpoint.document(), Export.class));
    } catch (JsonProcessingException e) {
      LOG.warnf(
          "exportId=%s its checkpoint is not understood and left alone: %s",
          checkpoint.id(), e.getOriginalMessage());
      return Optional.empty();
    }
  }
}
