package io.sluice.export.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.runtime.ShutdownEvent;
import io.sluice.base.BlockingExecutor;
import io.sluice.base.ErrorCode;
import io.sluice.base.ExportId;
import io.sluice.base.Sha256;
import io.sluice.base.SluiceException;
import io.sluice.export.live.RequestParts.Apart;
import io.sluice.export.model.Asked;
import io.sluice.export.model.Export;
import io.sluice.export.model.ExportRequest;
import io.sluice.export.model.RequestPart;
import io.sluice.export.model.Submission.Membership;
import io.sluice.store.ExportStore;
import io.sluice.store.Labels;
import io.sluice.store.Row;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Exports as the store keeps them. What takes long is done beside the event loops: a thousand rows
 * are read in tens of milliseconds, and so is a request of a megabyte.
 */
@ApplicationScoped
public class ExportRows {
  private static final Logger LOG = Logger.getLogger(ExportRows.class);
  private static final int THREADS = 2;
  private static final int MOST_WAITING = 100_000;

  private final ObjectMapper mapper;
  private final RequestParts parts;
  private final Executor beside;
  private final Optional<BlockingExecutor> worker;

  /** Rows that cannot be understood, each of which is told once. */
  private final Set<String> unreadable = ConcurrentHashMap.newKeySet();

  /**
   * A request as it is kept.
   *
   * @param digest the same for equal requests
   * @param contents of its parts as JSON, by digest
   */
  public record Prepared(Asked asked, String digest, Map<String, byte[]> contents) {}

  /**
   * An export that an earlier life left.
   *
   * @param old whether its row is to be written anew, for another version wrote it
   */
  public record Restored(Export export, String digest, Map<String, byte[]> contents, boolean old) {}

  @Inject
  public ExportRows(ObjectMapper mapper) {
    this(mapper, new BlockingExecutor("exports", THREADS, MOST_WAITING));
  }

  private ExportRows(ObjectMapper mapper, BlockingExecutor worker) {
    this(mapper, worker::execute, Optional.of(worker));
  }

  /**
   * @param beside where work goes that is too long for an event loop
   */
  public ExportRows(ObjectMapper mapper, Executor beside) {
    this(mapper, beside, Optional.empty());
  }

  private ExportRows(ObjectMapper mapper, Executor beside, Optional<BlockingExecutor> worker) {
    this.mapper = mapper;
    this.parts = new RequestParts(mapper);
    this.beside = beside;
    this.worker = worker;
  }

  /** The exports of rows with these ids; whoever else has put rows there keeps them. */
  public static List<ExportId> ids(Collection<String> rows) {
    return rows.stream().map(ExportId::find).flatMap(Optional::stream).toList();
  }

  /** The exports that rows of those ids, by digest, stand for. */
  public static Map<String, ExportId> byDigest(Map<String, String> rows) {
    return rows.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, row -> ExportId.parse(row.getValue())));
  }

  /** The requests as they are kept; a list that several share is looked at once. */
  public Uni<List<Prepared>> prepare(List<ExportRequest> requests) {
    return BlockingExecutor.call(
        beside, () -> parts.apart(requests).stream().map(this::prepared).toList());
  }

  private Prepared prepared(Apart apart) {
    return new Prepared(apart.asked(), digest(apart.asked()), apart.contents());
  }

  /** The row of the export, written under this fence. */
  public Row row(Export export, String digest, long fence) {
    return new Row(
        export.id().value(),
        export.version(),
        fence,
        labels(export, digest),
        () -> json(export),
        export.parts().values().stream().map(RequestPart::digest).collect(Collectors.toSet()));
  }

  private static Labels labels(Export export, String digest) {
    return new Labels(
        export.state().label(),
        export.createdAt(),
        export.finishedAt(),
        export.request().connection(),
        export.request().table().value(),
        Optional.empty(),
        export.submission().keys(),
        digest,
        export.submission().memberships().map(Membership::id).collect(Collectors.toSet()));
  }

  /** The exports of the rows; without those, with a warning, that cannot be understood. */
  public Uni<List<Export>> read(List<Row> rows) {
    return BlockingExecutor.call(
        beside, () -> rows.stream().map(this::export).flatMap(Optional::stream).toList());
  }

  /** The export of an earlier life, in today's form. */
  public Uni<Optional<Restored>> restore(Row row) {
    return BlockingExecutor.call(beside, () -> export(row).map(export -> restored(row, export)));
  }

  private Restored restored(Row row, Export export) {
    Apart apart = parts.apart(List.of(export.request())).get(0);
    boolean whole = !apart.contents().isEmpty();
    Export small = whole ? export.holding(apart.asked()) : export;
    String digest = digest(small.asked());
    return new Restored(
        small, digest, apart.contents(), whole || !digest.equals(row.labels().digest()));
  }

  /** All that the export was asked for; {@code journal-failed} where a part of it is lost. */
  public Uni<ExportRequest> request(Export export, ExportStore store) {
    if (export.parts().isEmpty()) {
      return Uni.createFrom().item(export.request());
    }
    return Multi.createFrom()
        .iterable(export.parts().entrySet())
        .onItem()
        .transformToUniAndConcatenate(
            part ->
                store
                    .part(part.getValue().digest())
                    .map(content -> Map.entry(part.getKey(), content)))
        .collect()
        .asMap(Map.Entry::getKey, Map.Entry::getValue)
        .chain(
            contents ->
                BlockingExecutor.call(beside, () -> parts.together(export.request(), contents)))
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

  private Optional<Export> export(Row row) {
    try {
      Export export = mapper.readValue(row.document().json(), Export.class);
      return Optional.of(export.active() ? export : export.settled());
    } catch (IOException e) {
      if (unreadable.add(row.id())) {
        LOG.warnf(
            "exportId=%s its checkpoint is not understood and left alone: %s",
            row.id(), e.getMessage());
      }
      return Optional.empty();
    }
  }

  private String digest(Asked asked) {
    ObjectNode whole = mapper.createObjectNode();
    whole.set("request", mapper.valueToTree(asked.request()));
    new TreeMap<>(asked.parts()).forEach((field, part) -> whole.put(field, part.digest()));
    return Sha256.hex(json(whole));
  }

  private byte[] json(Object value) {
    try {
      return mapper.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  void leave(@Observes @Priority(Integer.MAX_VALUE) ShutdownEvent event) {
    worker.ifPresent(BlockingExecutor::close);
  }
}
