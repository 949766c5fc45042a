package io.sluice.export.model;

/** The answer to a submission: the export, and whether it was made for it. */
public record Acceptance(Export export, How how) {

  /** Why this export answers the submission. */
  public enum How {
    /** It was made for it. */
    NEW,
    /** The same idempotency key was used for it before. */
    SAME_KEY,
    /** The same request is under way already. */
    UNDER_WAY
  }

  /** Of an export that was made for this submission. */
  public static Acceptance fresh(Export export) {
    return new Acceptance(export, How.NEW);
  }
}
