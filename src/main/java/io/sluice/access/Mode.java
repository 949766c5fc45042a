package io.sluice.access;

/** How the gateway knows who asks. */
public enum Mode {
  /** Nobody is asked, and nobody beyond this machine can ask. */
  LOCAL,
  /** By API keys. */
  KEYS,
  /** By tokens of an OpenID Connect provider. */
  OIDC,
  /** Nobody is asked, whoever reaches the gateway may do everything. */
  NONE
}
