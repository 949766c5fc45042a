package io.sluice.sandbox.unload;

/** The warehouse refuses to unload; the message is what the job's error says. */
public final class UnloadFailure extends RuntimeException {
  public UnloadFailure(String message) {
    super(message, null, false, false);
  }
}
