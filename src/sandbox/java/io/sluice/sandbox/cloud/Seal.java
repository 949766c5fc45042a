package io.sluice.sandbox.cloud;

import java.nio.charset.StandardCharsets;

/** The key with which the sandbox itself signs addresses. */
final class Seal {
  private static final byte[] KEY = "the sandbox's own key".getBytes(StandardCharsets.UTF_8);

  private Seal() {}

  static byte[] of(String text) {
    return SigV4.hmac(KEY, text);
  }
}
