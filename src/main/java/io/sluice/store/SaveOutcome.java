package io.sluice.store;

/** What came of a save. */
public enum SaveOutcome {
  /** It is durable. */
  SAVED,
  /** Nothing was saved: somebody saved it in between, or it was removed. */
  STALE,
  /** Nothing was saved: the claim under which it was to be saved is lost. */
  FENCED,
  /** Nothing was saved: a key of it belongs to rows that are of no batch of its. */
  KEY_TAKEN
}
