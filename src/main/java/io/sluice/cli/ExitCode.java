package io.sluice.cli;

import io.sluice.base.Blame;
import io.sluice.base.ErrorCode;

/** How a command ends; the numbers are those of sysexits where they have one. */
enum ExitCode {
  OK(0),
  /** The command line or what it asks for has to change. */
  USAGE(64),
  /** The Storage API or the cloud failed; a retry does not help. */
  UPSTREAM(69),
  /** This machine or Sluice itself failed. */
  GATEWAY(70),
  /** The same command may succeed later. */
  TRY_AGAIN(75),
  /** The program could not start with its configuration. */
  CONFIGURATION(78),
  /** Somebody ended it. */
  INTERRUPTED(130);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  static ExitCode of(ErrorCode code) {
    if (code.retryable()) {
      return TRY_AGAIN;
    }
    Blame blame = code.blame();
    return switch (blame) {
      case CALLER -> USAGE;
      case UPSTREAM -> UPSTREAM;
      case GATEWAY -> GATEWAY;
    };
  }
}
