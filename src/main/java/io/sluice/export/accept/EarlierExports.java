package io.sluice.export.accept;

import io.sluice.export.live.Checkpoints;
import io.sluice.export.live.RequestParts.Apart;
import io.sluice.export.model.Export;
import io.sluice.journal.Checkpoint;
import io.sluice.journal.Journal;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Finds the exports of an earlier life. No more than one large request is in memory at a time. */
final class EarlierExports {
  private static final Logger LOG = Logger.getLogger(EarlierExports.class);

  private final Journal journal;
  private final Checkpoints checkpoints;

  /**
   * An export without what is large in its request.
   *
   * @param old whether its checkpoint still has it: a version that kept no parts wrote it
   */
  private record Earlier(Export export, boolean old) {}

  EarlierExports(Journal journal, Checkpoints checkpoints) {
    this.journal = journal;
    this.checkpoints = checkpoints;
  }

  /** All that can be read; what an older version wrote is in today's form by then. */
  Uni<List<Export>> load() {
    return journal.load(this::read).map(EarlierExports::known).call(this::renew).map(this::exports);
  }

  private Optional<Earlier> read(Checkpoint checkpoint) {
    return checkpoints
        .read(checkpoint)
        .map(
            export -> {
              Apart apart = apart(export);
              return apart.contents().isEmpty()
                  ? new Earlier(export, false)
                  : new Earlier(export.holding(apart.asked()), true);
            });
  }

  private static List<Earlier> known(List<Optional<Earlier>> read) {
    return read.stream().flatMap(Optional::stream).toList();
  }

  private List<Export> exports(List<Earlier> all) {
    return all.stream().map(Earlier::export).toList();
  }

  private Uni<Void> renew(List<Earlier> all) {
    List<Export> old = all.stream().filter(Earlier::old).map(Earlier::export).toList();
    if (!old.isEmpty()) {
      LOG.infof("Moving the large requests of %d exports out of their checkpoints", old.size());
    }
    return Multi.createFrom()
        .iterable(old)
        .onItem()
        .transformToUniAndConcatenate(this::renew)
        .collect()
        .last();
  }

  private Uni<Void> renew(Export export) {
    return journal
        .find(export.id())
        .map(kept -> kept.flatMap(checkpoints::read).map(this::apart))
        .chain(
            apart ->
                journal.save(checkpoints.of(export), apart.map(Apart::contents).orElseThrow()));
  }

  private Apart apart(Export whole) {
    return checkpoints.apart(List.of(whole.request())).get(0);
  }
}
