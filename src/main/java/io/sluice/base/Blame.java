package io.sluice.base;

/** Whose fault a failure is, as far as Sluice can tell. */
public enum Blame {
  /** The request, or the configuration behind it, has to change. */
  CALLER,
  /** Keboola Storage or the cloud behind it answered wrongly or not at all. */
  UPSTREAM,
  /** Sluice itself or the machine it runs on. */
  GATEWAY
}
