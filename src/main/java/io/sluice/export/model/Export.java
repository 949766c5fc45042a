package io.sluice.export.model;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.sluice.base.ExportId;
import io.sluice.export.model.ExportState.Active;
import io.sluice.export.model.ExportState.Ended;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One export at one moment.
 *
 * @param version grows with every change that is told to watchers
 * @param request in which the fields that {@code parts} names are empty
 * @param phases when each state was entered, in order
 * @param resumes how often a restarted gateway took it up again
 * @param attempts how often work on it has begun since it last got further: more than once where
 *     the process died of it, or beside it. It got further when it entered a state for the first
 *     time or finished one more slice
 * @param submission how it came to be asked for
 * @param parts what is large in the request and kept apart, by field
 * @param cancelRequested whether somebody asked another process than the one that carries it to
 *     cancel it
 */
@RegisterForReflection
public record Export(
    ExportId id,
    long version,
    ExportRequest request,
    Instant createdAt,
    ExportState state,
    List<Phase> phases,
    Progress progress,
    List<String> warnings,
    int resumes,
    int attempts,
    Submission submission,
    Map<String, RequestPart> parts,
    boolean cancelRequested) {

  /** A state and when it was entered. */
  @RegisterForReflection
  public record Phase(String state, Instant at) {}

  public Export {
    phases = List.copyOf(phases);
    warnings = List.copyOf(warnings);
    parts = parts == null ? Map.of() : Map.copyOf(parts);
  }

  /** A new export, queued. */
  public static Export accepted(ExportId id, Asked asked, Submission submission, Instant now) {
    ExportState queued = new ExportState.Queued();
    return new Export(
        id,
        1,
        asked.request(),
        now,
        queued,
        List.of(new Phase(queued.label(), now)),
        Progress.NONE,
        List.of(),
        0,
        0,
        submission,
        asked.parts(),
        false);
  }

  /** What it was asked for. */
  public Asked asked() {
    return new Asked(request, parts);
  }

  /** With its request held in another way. */
  public Export holding(Asked other) {
    return copy(state, other);
  }

  /** Without what an export that has ended needs no more, such as the types of its columns. */
  public Export settled() {
    return copy(state.settled(), asked());
  }

  /** As a member of one more batch. */
  public Export joining(Submission.Joined more) {
    Submission joined = submission.joining(more);
    return joined.equals(submission) ? this : amended(version + 1, joined, cancelRequested);
  }

  /** With the wish that whoever carries it cancels it. */
  public Export requestingCancel() {
    return cancelRequested ? this : amended(version + 1, submission, true);
  }

  /**
   * With what the store has of it that is not known here: wishes that other processes noted there,
   * or a change of which its store did not say that it had been made.
   */
  public Export amendedBy(Export kept) {
    boolean wentOn = !kept.active() || kept.phases().size() > phases.size();
    return (wentOn ? kept : this)
        .amended(Math.max(version + 1, kept.version()), kept.submission(), kept.cancelRequested());
  }

  private Export amended(long newVersion, Submission newSubmission, boolean newCancelRequested) {
    return new Export(
        id,
        newVersion,
        request,
        createdAt,
        state,
        phases,
        progress,
        warnings,
        resumes,
        attempts,
        newSubmission,
        parts,
        newCancelRequested);
  }

  public boolean active() {
    return state instanceof Active;
  }

  /** When work on it began, if it has. */
  public Optional<Instant> startedAt() {
    return phases.stream().skip(1).findFirst().map(Phase::at).filter(at -> started());
  }

  /** The phase that it is in, or ended with. */
  public Phase phase() {
    return phases.get(phases.size() - 1);
  }

  /** When it ended, if it has. */
  public Optional<Instant> finishedAt() {
    return state instanceof Ended ? Optional.of(phase().at()) : Optional.empty();
  }

  private boolean started() {
    return phases.size() > 1 && phases.get(1).state().equals("starting");
  }

  /** In its next state; the phases say since when. */
  public Export withState(ExportState next, Instant now) {
    List<Phase> longer = new ArrayList<>(phases);
    if (!next.label().equals(state.label())) {
      longer.add(new Phase(next.label(), now));
    }
    int tries = entered(next) ? attempts : first(next);
    return copy(version + 1, next, longer, progress, warnings, resumes, tries);
  }

  /** Further on in the same state. */
  public Export withProgress(Progress newer) {
    int tries = newer.slicesDone() > progress.slicesDone() ? first(state) : attempts;
    return copy(version + 1, state, phases, newer, warnings, resumes, tries);
  }

  /** With more that its caller should know. */
  public Export withWarnings(List<String> more) {
    List<String> all = new ArrayList<>(warnings);
    all.addAll(more);
    return copy(version, state, phases, progress, all, resumes, attempts);
  }

  /**
   * Taken up again after a restart, which is one more attempt; the version leaps past whatever
   * progress had been told. Of one that only waits there is none.
   */
  public Export resumed() {
    return copy(
        state instanceof ExportState.Queued ? version : version + RESUME_LEAP,
        state,
        phases,
        progress,
        warnings,
        resumes + 1,
        attempts + first(state));
  }

  /** Left in good order: this attempt does not count. */
  public Export left() {
    return copy(
        version, state, phases, progress, warnings, resumes, Math.max(0, attempts - first(state)));
  }

  private boolean entered(ExportState next) {
    return phases.stream().anyMatch(phase -> phase.state().equals(next.label()));
  }

  /** An export that only waits is at work on nothing that could end the process. */
  private static int first(ExportState state) {
    return state.works() ? 1 : 0;
  }

  private Export copy(ExportState newState, Asked asked) {
    return new Export(
        id,
        version,
        asked.request(),
        createdAt,
        newState,
        phases,
        progress,
        warnings,
        resumes,
        attempts,
        submission,
        asked.parts(),
        cancelRequested);
  }

  private Export copy(
      long newVersion,
      ExportState newState,
      List<Phase> newPhases,
      Progress newProgress,
      List<String> newWarnings,
      int newResumes,
      int newAttempts) {
    return new Export(
        id,
        newVersion,
        request,
        createdAt,
        newState,
        newPhases,
        newProgress,
        newWarnings,
        newResumes,
        newAttempts,
        submission,
        parts,
        cancelRequested);
  }

  /** More than the progress events (4 a second) that one phase can tell in a day. */
  private static final long RESUME_LEAP = 1_000_000;
}
