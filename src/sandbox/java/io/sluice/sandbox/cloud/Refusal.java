package io.sluice.sandbox.cloud;

/** Why a request is not answered with the object. */
record Refusal(int status, String code, String message) {
  static final Refusal DENIED = new Refusal(403, "AccessDenied", "Access Denied");
}
