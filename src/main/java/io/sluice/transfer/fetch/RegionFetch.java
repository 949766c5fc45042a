package io.sluice.transfer.fetch;

import io.sluice.base.ErrorCode;
import io.sluice.base.EventLoopContext;
import io.sluice.base.SluiceException;
import io.sluice.cloud.CloudCredentials;
import io.sluice.cloud.SignedRequest;
import io.sluice.transfer.TransferRequest;
import io.sluice.transfer.fetch.Reply.Refused;
import io.sluice.transfer.fetch.Reply.Rest;
import io.sluice.transfer.fetch.Reply.Whole;
import io.sluice.transfer.http.BodyTarget;
import io.sluice.transfer.http.CloudErrors;
import io.sluice.transfer.http.ErrorBody;
import io.sluice.transfer.http.Exchange;
import io.sluice.transfer.http.ResponseHead;
import io.sluice.transfer.http.StallDetector;
import io.sluice.transfer.part.Part;
import io.sluice.transfer.part.Region;
import io.sluice.transfer.part.RegionStream;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * One stream: fetches what is missing of a region. Completes when the region is complete, else
 * fails and leaves what came. Lives on its context's event loop once it has a permit.
 */
final class RegionFetch {
  private final TransferResources resources;
  private final TransferRequest request;
  private final SliceProgress progress;
  private final Consumer<List<Region>> onSplit;
  private final CompletableFuture<Void> hung = new CompletableFuture<>();
  private Region region;
  private Exchange exchange;
  private RegionStream stream;
  private boolean opening;
  private StallDetector stalls;

  /**
   * @param onSplit told the regions that further streams have to fetch, if it comes to that
   */
  RegionFetch(
      TransferResources resources,
      TransferRequest request,
      SliceProgress progress,
      Region region,
      Consumer<List<Region>> onSplit) {
    this.resources = resources;
    this.request = request;
    this.progress = progress;
    this.region = region;
    this.onSplit = onSplit;
  }

  Uni<Void> run() {
    return resources
        .permits()
        .use(request.owner(), number -> stream(resources.contexts().get(number)));
  }

  private Uni<Void> stream(EventLoopContext loop) {
    return request.access().current().chain(access -> streamOrRenew(access, loop));
  }

  /** Access that was refused is replaced once; a second refusal fails the stream. */
  private Uni<Void> streamOrRenew(CloudCredentials access, EventLoopContext loop) {
    return stream(access, loop)
        .onFailure(RegionFetch::isAccessRefused)
        .recoverWithUni(
            () -> request.access().replace(access).chain(renewed -> stream(renewed, loop)));
  }

  private Uni<Void> stream(CloudCredentials access, EventLoopContext loop) {
    return resources
        .requests()
        .get(access, part().address())
        .emitOn(loop)
        .chain(signed -> exchange(signed, loop));
  }

  private Uni<Void> exchange(SignedRequest signed, EventLoopContext loop) {
    exchange = new Exchange(loop.context(), this::receive);
    stream = null;
    opening = false;
    stalls =
        StallDetector.start(
            part().address(),
            resources.config(),
            resources.time(),
            this::waitsForDisk,
            this::giveUp);
    return Uni.join()
        .first(resources.client().send(signed, rules().conditions(), exchange), hung())
        .toTerminate()
        .onTermination()
        .invoke(stalls::stop)
        .onItem()
        .invoke(() -> part().ended(region))
        .onItemOrFailure()
        .transformToUni((unused, failure) -> judge(failure));
  }

  private boolean waitsForDisk() {
    return opening || (stream != null && stream.isFull());
  }

  /** A disk that hangs never lets the file close, so the exchange would not end by itself. */
  private Uni<Void> hung() {
    return Uni.createFrom().completionStage(hung::copy);
  }

  private void giveUp(SluiceException cause) {
    exchange.abortNow(cause);
    if (cause.code() == ErrorCode.DISK_FAILED) {
      hung.completeExceptionally(cause);
    }
  }

  private Uni<Void> judge(Throwable failure) {
    if (stream != null && stream.failure().isPresent()) {
      return Uni.createFrom().failure(stream.failure().get());
    }
    if (stream != null && region.complete()) {
      return Uni.createFrom().voidItem();
    }
    return Uni.createFrom().failure(CloudErrors.ofBrokenStream(part().address(), failure));
  }

  /** By what is known now: another stream may have thrown all away since this one asked. */
  private ResponseRules rules() {
    return ResponseRules.of(progress.format(), part(), region);
  }

  private Future<BodyTarget> receive(ResponseHead head) {
    return rules()
        .judge(head)
        .match(
            this::takeWhole,
            this::takeRest,
            reply -> Future.failedFuture(progress.startOver(reply)),
            reply -> Future.failedFuture(progress.corrupt(reply.why())),
            this::readError);
  }

  private Future<BodyTarget> takeWhole(Whole whole) {
    progress.startAgain();
    region = part().begin(whole.entityTag(), whole.length(), whole.checksums());
    if (whole.ranges() && progress.worthSplitting()) {
      onSplit.accept(part().split(resources.config().splitStreams()));
    }
    return open();
  }

  private Future<BodyTarget> takeRest(Rest rest) {
    rest.total().ifPresent(part()::learnLength);
    return open();
  }

  private Future<BodyTarget> readError(Refused refused) {
    return Future.succeededFuture(
        new ErrorBody(
            body -> CloudErrors.of(part().address(), refused.head(), body), exchange::abortNow));
  }

  private Future<BodyTarget> open() {
    opening = true;
    return RegionStream.open(
            resources.vertx(), resources.store(), part(), region, new StreamEvents())
        .onComplete(opened -> opening = false)
        .onSuccess(opened -> stream = opened)
        .map(BodyTarget.class::cast);
  }

  private static boolean isAccessRefused(Throwable failure) {
    return failure instanceof SluiceException known
        && known.code() == ErrorCode.CLOUD_ACCESS_REFUSED;
  }

  private Part part() {
    return progress.part();
  }

  private final class StreamEvents implements RegionStream.Events {
    @Override
    public void arrived(int bytes) {
      stalls.arrived(bytes);
      TransferMeters.received(bytes);
      request.listener().received(bytes);
    }

    @Override
    public void satisfied() {
      if (part().isSplit()) {
        exchange.abortNow(progress.enough());
      }
    }

    @Override
    public void failed(SluiceException cause) {
      exchange.abortNow(cause);
    }
  }
}
