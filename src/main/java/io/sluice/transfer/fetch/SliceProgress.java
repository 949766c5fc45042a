package io.sluice.transfer.fetch;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.transfer.SliceFormat;
import io.sluice.transfer.TransferConfig;
import io.sluice.transfer.TransferRequest;
import io.sluice.transfer.fetch.Reply.StartOver;
import io.sluice.transfer.part.Part;

/**
 * A slice on its way, over all its tries: its part, and whether its server can be trusted with
 * ranges. Reports discarded bytes to the listener as a negative count.
 */
final class SliceProgress {
  private final TransferRequest request;
  private final TransferConfig config;
  private final Part part;
  private final SliceFormat format;
  private volatile boolean rangesTrusted = true;

  SliceProgress(TransferRequest request, TransferConfig config, Part part, SliceFormat format) {
    this.request = request;
    this.config = config;
    this.part = part;
    this.format = format;
  }

  Part part() {
    return part;
  }

  SliceFormat format() {
    return format;
  }

  /** Before each try: a part that cannot be resumed safely is dropped. */
  void dropWhatCannotBeResumed() {
    if (!part.complete() && (part.entityTag().isEmpty() || !rangesTrusted)) {
      startAgain();
    }
  }

  void startAgain() {
    long dropped = part.startAgain();
    if (dropped > 0) {
      request.listener().received(-dropped);
    }
  }

  /** Several streams into one file cost more than as many into files of their own. */
  boolean worthSplitting() {
    return rangesTrusted
        && config.splitStreams() > request.slices().size()
        && part.length().orElse(0) >= Math.max(1, config.splitFrom().asLongValue());
  }

  /** Drops all that has come; why the stream fails. */
  SluiceException startOver(StartOver reply) {
    if (!reply.rangesTrusted()) {
      rangesTrusted = false;
    }
    startAgain();
    return corrupt(reply.why());
  }

  SluiceException corrupt(String what) {
    return new SluiceException(
        ErrorCode.SLICE_CORRUPT, "Slice " + part.address() + " " + what + ".");
  }

  /** Why a stream is closed whose region is complete; nobody gets to see it. */
  SluiceException enough() {
    return corrupt("has brought all of its region");
  }
}
