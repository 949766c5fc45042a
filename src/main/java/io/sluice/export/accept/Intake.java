package io.sluice.export.accept;

import io.sluice.base.ErrorCode;
import io.sluice.base.ExportId;
import io.sluice.base.SluiceException;
import io.sluice.base.Timekeeper;
import io.sluice.export.live.ExportRows;
import io.sluice.export.live.ExportRows.Prepared;
import io.sluice.export.live.LiveExport;
import io.sluice.export.model.Acceptance;
import io.sluice.export.model.Acceptance.How;
import io.sluice.export.model.Export;
import io.sluice.export.model.Submission;
import io.sluice.export.model.Submission.Joined;
import io.sluice.export.run.ExportRunner;
import io.sluice.store.ExportStore;
import io.sluice.store.Insertion;
import io.sluice.store.Insertion.KeyTaken;
import io.sluice.store.Insertion.Stored;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/**
 * Takes requests in. An equal request that is under way stands for one that may join it; every
 * other one has a place in the queue, bytes of the budget and a row in the store, or leaves nothing
 * behind. Safe from any thread.
 */
final class Intake {
  private static final Logger LOG = Logger.getLogger(Intake.class);
  private static final Duration BEFORE_ANOTHER_TRY = Duration.ofSeconds(1);

  private final ExportStore store;
  private final ActiveExports active;
  private final Recovery recovery;
  private final ForeignExports foreign;
  private final Admission admission;
  private final ExportRunner runs;
  private final Timekeeper time;

  /**
   * One request.
   *
   * @param joins whether an equal request that is under way is as good
   */
  record Wish(Prepared request, Submission submission, boolean joins) {}

  /** What came of wishes. */
  sealed interface Outcome {
    /** One for each wish, in order; all new ones are durable. */
    record Accepted(List<Acceptance> all) implements Outcome {}

    /** Nothing was accepted: others have the key. */
    record Refused() implements Outcome {}
  }

  Intake(
      ExportStore store,
      ActiveExports active,
      Recovery recovery,
      ForeignExports foreign,
      Admission admission,
      ExportRunner runs,
      Timekeeper time) {
    this.store = store;
    this.active = active;
    this.recovery = recovery;
    this.foreign = foreign;
    this.admission = admission;
    this.runs = runs;
    this.time = time;
  }

  /** Takes all of them, or none: where there is no place or the store could not keep one. */
  Uni<Outcome> take(List<Wish> wishes) {
    return Uni.createFrom().deferred(() -> new Taking(wishes).round());
  }

  /** Some wishes, and what has come of each. */
  private final class Taking {
    private final List<Wish> wishes;
    private final List<Optional<Acceptance>> answers;

    Taking(List<Wish> wishes) {
      this.wishes = wishes;
      this.answers =
          new ArrayList<>(wishes.stream().map(w -> Optional.<Acceptance>empty()).toList());
    }

    /** Each round after the first has an equal request that ended just then. */
    Uni<Outcome> round() {
      if (open().isEmpty()) {
        return Uni.createFrom()
            .item(new Outcome.Accepted(answers.stream().flatMap(Optional::stream).toList()));
      }
      return equalOnes()
          .chain(equal -> insertOrJoin(equal))
          .chain(refused -> refused.isEmpty() ? round() : Uni.createFrom().item(refused.get()));
    }

    private List<Integer> open() {
      return IntStream.range(0, wishes.size())
          .filter(i -> answers.get(i).isEmpty())
          .boxed()
          .toList();
    }

    /** The ids of equal requests under way, by digest. */
    private Uni<Map<String, ExportId>> equalOnes() {
      List<String> digests =
          open().stream().map(wishes::get).filter(Wish::joins).map(Taking::digest).toList();
      return digests.isEmpty()
          ? Uni.createFrom().item(Map.of())
          : store.findUnderWay(digests).map(ExportRows::byDigest);
    }

    private static String digest(Wish wish) {
      return wish.request().digest();
    }

    /** Inserts those that have no equal; who has one joins that. */
    private Uni<Optional<Outcome>> insertOrJoin(Map<String, ExportId> equal) {
      Predicate<Integer> hasEqual =
          i -> wishes.get(i).joins() && equal.containsKey(digest(wishes.get(i)));
      List<Integer> alone = open().stream().filter(hasEqual.negate()).toList();
      List<Integer> others = open().stream().filter(hasEqual).toList();
      return insert(alone)
          .chain(
              refused ->
                  refused.isPresent()
                      ? Uni.createFrom().item(refused)
                      : joinAll(others, i -> equal.get(digest(wishes.get(i)))));
    }

    private Uni<Optional<Outcome>> insert(List<Integer> alone) {
      if (alone.isEmpty()) {
        return Uni.createFrom().item(Optional.empty());
      }
      admission.take(alone.stream().map(i -> wishes.get(i).request().asked()).toList());
      List<LiveExport> made = alone.stream().map(wishes::get).map(this::make).toList();
      return store
          .insert(
              IntStream.range(0, alone.size())
                  .mapToObj(
                      n -> {
                        Wish wish = wishes.get(alone.get(n));
                        return made.get(n).newcomer(wish.request().contents(), wish.joins());
                      })
                  .toList())
          .onFailure()
          .invoke(() -> made.forEach(this::withdraw))
          .chain(insertion -> inserted(alone, made, insertion));
    }

    private LiveExport make(Wish wish) {
      Export export =
          Export.accepted(
              ExportId.next(time.now()), wish.request().asked(), wish.submission(), time.now());
      return active.add(export, export.version(), digest(wish));
    }

    private void withdraw(LiveExport export) {
      active.drop(export);
      admission.giveBack(export.now().asked());
    }

    private Uni<Optional<Outcome>> inserted(
        List<Integer> alone, List<LiveExport> made, Insertion insertion) {
      if (insertion instanceof KeyTaken) {
        made.forEach(this::withdraw);
        return Uni.createFrom().item(Optional.of(new Outcome.Refused()));
      }
      List<ExportId> ids = ((Stored) insertion).ids().stream().map(ExportId::parse).toList();
      List<Integer> joining = new ArrayList<>();
      List<Uni<Void>> begun = new ArrayList<>();
      for (int n = 0; n < made.size(); n++) {
        LiveExport export = made.get(n);
        if (ids.get(n).equals(export.now().id())) {
          begun.add(begin(export));
          answers.set(alone.get(n), Optional.of(Acceptance.fresh(export.now())));
        } else {
          withdraw(export);
          joining.add(n);
        }
      }
      return each(begun)
          .chain(
              () ->
                  joinAll(
                      joining.stream().map(alone::get).toList(), i -> ids.get(alone.indexOf(i))));
    }

    /** It is durable, hence accepted, also where it cannot be claimed yet. */
    private Uni<Void> begin(LiveExport export) {
      return active
          .claim(export)
          .invoke(mine -> begin(export, mine))
          .onFailure()
          .invoke(e -> beginLater(export, e))
          .onFailure()
          .recoverWithNull()
          .replaceWithVoid();
    }

    /** Another process may have been faster to take it. */
    private void begin(LiveExport export, boolean mine) {
      if (mine) {
        active.begin(export, runs::add);
      } else {
        withdraw(export);
        foreign.changed(export.now().id());
      }
    }

    private void beginLater(LiveExport export, Throwable failure) {
      LOG.warnf(
          "exportId=%s cannot be claimed; the next try is in %s: %s",
          export.now().id(), BEFORE_ANOTHER_TRY, failure.getMessage());
      time.sleep(BEFORE_ANOTHER_TRY)
          .chain(() -> begin(export))
          .subscribe()
          .with(done -> {}, e -> LOG.errorf(e, "exportId=%s is not begun", export.now().id()));
    }

    private Uni<Optional<Outcome>> joinAll(List<Integer> those, IntFunction<ExportId> ids) {
      return each(those.stream().map(i -> join(i, ids.apply(i))).toList())
          .replaceWith(Optional.<Outcome>empty())
          .onFailure(Intake::isKeyTaken)
          .recoverWithItem(Optional.of(new Outcome.Refused()));
    }

    /** Where the equal one has ended meanwhile, the wish stays open. */
    private Uni<Void> join(int index, ExportId id) {
      Submission mine = wishes.get(index).submission();
      return recovery
          .carried(id)
          .onFailure()
          .recoverWithItem(Optional.empty())
          .chain(live -> live.map(found -> joined(found, mine)).orElseGet(() -> foreign(id, mine)))
          .invoke(
              found ->
                  answers.set(index, found.map(export -> new Acceptance(export, How.UNDER_WAY))))
          .replaceWithVoid();
    }

    private Uni<Optional<Export>> joined(LiveExport live, Submission mine) {
      return mine.batch()
          .map(membership -> live.join(new Joined(membership, mine.idempotencyKey())))
          .orElseGet(() -> Uni.createFrom().item(() -> live.now().active()))
          .map(joined -> joined ? Optional.of(live.now()) : Optional.<Export>empty())
          .onFailure(Intake::isTakenOver)
          .recoverWithUni(() -> foreign(live.now().id(), mine));
    }

    /** One that another process carries. */
    private Uni<Optional<Export>> foreign(ExportId id, Submission mine) {
      return mine.batch()
          .map(membership -> new Joined(membership, mine.idempotencyKey()))
          .map(more -> foreign.amend(id, export -> export.joining(more)))
          .orElseGet(() -> foreign.underWay(id));
    }
  }

  private static boolean isKeyTaken(Throwable failure) {
    return failure instanceof SluiceException known
        && known.code() == ErrorCode.IDEMPOTENCY_KEY_REUSED;
  }

  static boolean isTakenOver(Throwable failure) {
    return failure instanceof SluiceException known && known.code() == ErrorCode.CONFLICT;
  }

  /** One after the other: they are quick, or write to one disk. */
  private static Uni<Void> each(List<Uni<Void>> steps) {
    return Multi.createFrom()
        .iterable(steps)
        .onItem()
        .transformToUniAndConcatenate(step -> step)
        .collect()
        .last()
        .replaceWithVoid();
  }
}
