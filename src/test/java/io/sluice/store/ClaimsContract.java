package io.sluice.store;

import static io.sluice.store.SampleRows.as;
import static io.sluice.store.SampleRows.find;
import static io.sluice.store.SampleRows.inserted;
import static io.sluice.store.SampleRows.labels;
import static io.sluice.store.SampleRows.newId;
import static io.sluice.store.SampleRows.now;
import static io.sluice.store.SampleRows.row;
import static io.sluice.store.SampleRows.seen;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.store.Claims.Claim;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A row is one holder's for a time, and who has lost it saves nothing any more. */
interface ClaimsContract extends StoreUnderTest {
  Duration A_WHILE = Duration.ofSeconds(30);
  Duration MOST_OF_IT = Duration.ofSeconds(20);

  private static Optional<Claim> claim(Peer process, Row row, String holder) {
    return now(process.claims().claim(row.id(), holder, A_WHILE));
  }

  private Row there() {
    Row row = row(labels("queued"));
    inserted(store(), row);
    return row;
  }

  @Test
  default void aRowIsClaimedByOneHolder() {
    // Given
    Row row = there();

    // When
    Claim first = claim(process(), row, "first").orElseThrow();

    // Then
    assertThat(first).isEqualTo(new Claim(row.id(), "first", first.fence()));
    assertThat(first.fence()).isPositive();
    assertThat(claim(beside(), row, "second")).isEmpty();
  }

  @Test
  default void whatIsNotThereIsNotClaimed() {
    // Given
    Row removed = there();
    now(store().remove(removed.id()));

    // Then
    assertThat(now(process().claims().claim(newId(), "first", A_WHILE))).isEmpty();
    assertThat(claim(process(), removed, "first")).isEmpty();
  }

  @Test
  default void whatHasEndedIsNotClaimedAgain() {
    // Given
    Row row = there();
    Claim claim = claim(process(), row, "first").orElseThrow();
    now(
        store()
            .save(
                as(
                    row,
                    2,
                    claim.fence(),
                    SampleRows.ended(row.labels(), "succeeded", row.labels().createdAt())),
                1));

    // When
    now(process().claims().release(claim));

    // Then
    assertThat(claim(process(), row, "first")).isEmpty();
    assertThat(claim(beside(), row, "second")).isEmpty();
  }

  @Test
  default void aClaimEndsWithItsRow() {
    // Given
    Row row = there();
    Claim claim = claim(process(), row, "first").orElseThrow();

    // When
    now(store().remove(row.id()));

    // Then
    assertThat(now(process().claims().renew(claim, A_WHILE))).isFalse();
  }

  @Test
  default void whoHoldsTheRowSavesIt() {
    // Given
    Row row = there();
    Claim claim = claim(process(), row, "first").orElseThrow();
    Row saved = as(row, 2, claim.fence(), labels("unloading"));

    // When
    SaveOutcome outcome = now(store().save(saved, 1));

    // Then
    assertThat(outcome).isEqualTo(SaveOutcome.SAVED);
    assertThat(find(restarted().store(), row.id())).contains(seen(saved));
  }

  @Test
  default void aClaimThatExpiresIsTakenByAnotherAndTheFirstSavesNothingAnyMore() {
    // Given
    Row row = there();
    Claim first = claim(process(), row, "first").orElseThrow();
    pass(A_WHILE);

    // When
    Claim second = claim(beside(), row, "second").orElseThrow();

    // Then
    assertThat(second.fence()).isGreaterThan(first.fence());
    assertThat(now(process().claims().renew(first, A_WHILE))).isFalse();
    assertThat(now(store().save(as(row, 2, first.fence(), labels("merging")), 1)))
        .isEqualTo(SaveOutcome.FENCED);
    assertThat(find(store(), row.id()).orElseThrow().document()).isEqualTo(seen(row).document());
    Row saved = as(row, 2, second.fence(), labels("unloading"));
    assertThat(now(beside().store().save(saved, 1))).isEqualTo(SaveOutcome.SAVED);
    assertThat(now(store().save(as(row, 3, first.fence(), labels("merging")), 2)))
        .isEqualTo(SaveOutcome.FENCED);
    assertThat(find(restarted().store(), row.id())).contains(seen(saved));
  }

  /** So may others note something in it for its holder, and see when another holds it. */
  @Test
  default void whatIsFoundHasTheFenceOfItsNewestClaim() {
    // Given
    Row row = there();
    Claim claim = claim(process(), row, "first").orElseThrow();

    // When
    Row found = now(beside().store().find(row.id())).orElseThrow();

    // Then
    assertThat(found.fence()).isEqualTo(claim.fence());
    assertThat(now(beside().store().save(as(found, 2, found.fence(), found.labels()), 1)))
        .isEqualTo(SaveOutcome.SAVED);
    assertThat(now(store().save(as(row, 2, claim.fence(), labels("merging")), 1)))
        .isEqualTo(SaveOutcome.STALE);
  }

  @Test
  default void whoNeverClaimedSavesNothingOnceSomebodyHas() {
    // Given
    Row row = there();
    claim(process(), row, "first");

    // When
    SaveOutcome outcome = now(store().save(as(row, 2, row.fence(), labels("merging")), 1));

    // Then
    assertThat(outcome).isEqualTo(SaveOutcome.FENCED);
  }

  @Test
  default void aLostFenceIsToldBeforeAStaleVersion() {
    // Given
    Row row = there();
    claim(process(), row, "first");

    // When
    SaveOutcome outcome = now(store().save(as(row, 9, row.fence(), labels("merging")), 8));

    // Then
    assertThat(outcome).isEqualTo(SaveOutcome.FENCED);
  }

  @Test
  default void aHolderThatRenewsKeepsIt() {
    // Given
    Row row = there();
    Claim claim = claim(process(), row, "first").orElseThrow();
    pass(MOST_OF_IT);

    // When
    boolean held = now(process().claims().renew(claim, A_WHILE));

    // Then
    assertThat(held).isTrue();
    pass(MOST_OF_IT);
    assertThat(claim(beside(), row, "second")).isEmpty();
    pass(MOST_OF_IT);
    assertThat(claim(beside(), row, "second")).isPresent();
  }

  @Test
  default void whatIsReleasedIsFreeAtOnce() {
    // Given
    Row row = there();
    Claim first = claim(process(), row, "first").orElseThrow();

    // When
    now(process().claims().release(first));

    // Then
    assertThat(now(process().claims().renew(first, A_WHILE))).isFalse();
    Claim second = claim(beside(), row, "second").orElseThrow();
    assertThat(second.fence()).isGreaterThan(first.fence());
  }

  @Test
  default void whoHasLostARowDoesNotReleaseTheNextHoldersClaim() {
    // Given
    Row row = there();
    Claim first = claim(process(), row, "first").orElseThrow();
    pass(A_WHILE);
    Claim second = claim(beside(), row, "second").orElseThrow();

    // When
    now(process().claims().release(first));

    // Then
    assertThat(now(beside().claims().renew(second, A_WHILE))).isTrue();
    assertThat(claim(process(), row, "first")).isEmpty();
  }

  @Test
  default void whoClaimsAgainHasAGreaterFenceAndTheOldOneIsLost() {
    // Given
    Row row = there();
    Claim before = claim(process(), row, "first").orElseThrow();

    // When
    Claim again = claim(process(), row, "first").orElseThrow();

    // Then
    assertThat(again.fence()).isGreaterThan(before.fence());
    assertThat(now(process().claims().renew(before, A_WHILE))).isFalse();
    assertThat(now(process().claims().renew(again, A_WHILE))).isTrue();
    assertThat(now(store().save(as(row, 2, before.fence(), labels("merging")), 1)))
        .isEqualTo(SaveOutcome.FENCED);
  }

  @Test
  default void fencesGrowOverARestartOnceTheRowWasSaved() {
    // Given
    Row row = there();
    claim(process(), row, "first");
    claim(process(), row, "first");
    Claim claim = claim(process(), row, "first").orElseThrow();
    now(store().save(as(row, 2, claim.fence(), labels("unloading")), 1));

    // When
    Peer next = restarted();
    pass(A_WHILE);
    Claim later = claim(next, row, "second").orElseThrow();

    // Then
    assertThat(later.fence()).isGreaterThan(claim.fence());
    assertThat(now(next.store().save(as(row, 3, claim.fence(), labels("merging")), 2)))
        .isEqualTo(SaveOutcome.FENCED);
  }

  @Test
  default void aClaimOfOneRowIsNoneOfAnother() {
    // Given
    Row one = there();
    Row two = there();

    // When
    claim(process(), one, "first");

    // Then
    assertThat(claim(beside(), two, "second")).isPresent();
    assertThat(now(store().save(as(one, 2, 0, labels("merging")), 1)))
        .isEqualTo(SaveOutcome.FENCED);
  }
}
