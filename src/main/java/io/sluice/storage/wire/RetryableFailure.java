package io.sluice.storage.wire;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;

/** A failed try that is worth another one; carries what is reported if there is none. */
public final class RetryableFailure extends RuntimeException {
  private final transient SluiceException failure;

  public RetryableFailure(SluiceException failure) {
    super(failure.getMessage(), failure, false, false);
    this.failure = failure;
  }

  SluiceException failure() {
    return failure;
  }

  /** Whether the service looks down; one that asks to wait is not. */
  boolean serviceDown() {
    return failure.code() == ErrorCode.STORAGE_UNAVAILABLE;
  }
}
