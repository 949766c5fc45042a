package io.sluice.export.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.export.live.RequestParts.Apart;
import io.sluice.export.model.Export;
import io.sluice.export.model.ExportRequest;
import io.sluice.export.model.RequestPart;
import io.sluice.journal.Checkpoint;
import io.sluice.journal.Journal;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Exports as the journal keeps them. */
@ApplicationScoped
public class Checkpoints {
  private static final Logger LOG = Logger.getLogger(Checkpoints.class);

  private final ObjectMapper mapper;
  private final RequestParts parts;

  public Checkpoints(ObjectMapper mapper) {
    this.mapper = mapper;
    this.parts = new RequestParts(mapper);
  }

  /** The requests as exports hold them, and what the journal is to keep beside. */
  public List<Apart> apart(List<ExportRequest> requests) {
    return parts.apart(requests);
  }

  public Checkpoint of(Export export) {
    return new Checkpoint(
        export.id(),
        export.version(),
        mapper.<ObjectNode>valueToTree(export),
        export.parts().values().stream().map(RequestPart::digest).collect(Collectors.toSet()));
  }

  /** All that the export was asked for; {@code journal-failed} where a part of it is lost. */
  public Uni<ExportRequest> request(Export export, Journal journal) {
    if (export.parts().isEmpty()) {
      return Uni.createFrom().item(export.request());
    }
    return Multi.createFrom()
        .iterable(export.parts().entrySet())
        .onItem()
        .transformToUniAndConcatenate(
            part ->
                journal
                    .part(part.getValue().digest())
                    .map(content -> Map.entry(part.getKey(), content)))
        .collect()
        .asMap(Map.Entry::getKey, Map.Entry::getValue)
        .map(contents -> parts.together(export.request(), contents))
        .onFailure()
        .transform(e -> lost(export, e));
  }

  private static SluiceException lost(Export export, Throwable cause) {
    return new SluiceException(
        ErrorCode.JOURNAL_FAILED,
        "What export %s of %s asks for in %s is lost; ask for it again: %s"
            .formatted(
                export.id(),
                export.request().table(),
                String.join(", ", new TreeSet<>(export.parts().keySet())),
                cause.getMessage()),
        cause);
  }

  /** The export of a checkpoint; none, with a warning, where it was written by another version. */
  public Optional<Export> read(Checkpoint checkpoint) {
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
