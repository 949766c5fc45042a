package io.sluice.transfer.fetch;

import io.sluice.base.ErrorCode;
import io.sluice.base.EventLoopContext;
import io.sluice.base.SluiceException;
import io.sluice.base.UpstreamText;
import io.sluice.cloud.CloudCredentials;
import io.sluice.cloud.SignedRequest;
import io.sluice.transfer.SliceFormat;
import io.sluice.transfer.TransferRequest;
import io.sluice.transfer.http.BodyTarget;
import io.sluice.transfer.http.CloudErrors;
import io.sluice.transfer.http.ErrorBody;
import io.sluice.transfer.http.Exchange;
import io.sluice.transfer.http.ResponseHead;
import io.sluice.transfer.http.StallDetector;
import io.sluice.transfer.part.Checksums;
import io.sluice.transfer.part.Part;
import io.sluice.transfer.part.Region;
import io.sluice.transfer.part.RegionStream;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.VertxException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;

/**
 * One stream: fetches what is missing of a region. Completes when the region is complete, else
 * fails and leaves what came. Lives on its context's event loop once it has a permit.
 */
final class RegionFetch {
  private static final int LONGEST_REASON = 200;

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
        .first(resources.client().send(signed, conditions(), exchange), hung())
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
    return Uni.createFrom().failure(explain(failure));
  }

  private SluiceException explain(Throwable failure) {
    if (failure instanceof SluiceException known) {
      return known;
    }
    String reason = reason(failure);
    return new SluiceException(
        ErrorCode.CLOUD_UNAVAILABLE,
        "The stream of slice " + part().address() + " broke: " + reason + ".",
        failure);
  }

  /** The text of a decoder's failure quotes what the cloud said. */
  private static String reason(Throwable failure) {
    if (failure == null) {
      return "the body ended early";
    }
    if (failure instanceof SSLException) {
      return "the host's certificate was refused ("
          + UpstreamText.printable(String.valueOf(failure.getMessage()), LONGEST_REASON)
          + "); where its authority is your own, name it in sluice.transfer.trusted-certificates";
    }
    return failure instanceof IOException || failure instanceof VertxException
        ? UpstreamText.printable(String.valueOf(failure.getMessage()), LONGEST_REASON)
        : "the response is no HTTP (" + failure.getClass().getSimpleName() + ")";
  }

  private boolean ranged() {
    return region.position() > 0 || part().isSplit();
  }

  private Map<String, String> conditions() {
    Map<String, String> headers = new HashMap<>();
    headers.put("Accept-Encoding", progress.format() == SliceFormat.CSV_GZIP ? "gzip" : "identity");
    if (ranged()) {
      String last = region.endKnown() ? Long.toString(region.end() - 1) : "";
      headers.put("Range", "bytes=" + region.position() + "-" + last);
      part().entityTag().ifPresent(tag -> headers.put("If-Match", tag));
    }
    return headers;
  }

  private Future<BodyTarget> receive(ResponseHead head) {
    return switch (head.status()) {
      case 200 -> receiveWhole(head);
      case 206 -> receiveRange(head);
      case 412, 416 -> ranged() ? fail(progress.changed()) : refuse(head);
      default -> refuse(head);
    };
  }

  private Future<BodyTarget> receiveWhole(ResponseHead head) {
    if (isReencoded(head)) {
      return fail(
          progress.corrupt("came with a Content-Encoding that it does not have in storage"));
    }
    if (!head.endIsMarked() && progress.format() == SliceFormat.CSV) {
      return fail(progress.corrupt("came without a length, so that its end cannot be told"));
    }
    if (part().isSplit()) {
      return fail(progress.rangesRefused("a whole object instead of a range"));
    }
    progress.startAgain();
    region = part().begin(head.entityTag(), head.contentLength(), Checksums.of(head.headers()));
    if (progress.worthSplitting(head)) {
      onSplit.accept(part().split(resources.config().splitStreams()));
    }
    return open();
  }

  private Future<BodyTarget> receiveRange(ResponseHead head) {
    if (!ranged() || !progress.isRange(head, region)) {
      return fail(progress.rangesRefused("another range than asked for"));
    }
    if (isReencoded(head)) {
      return fail(progress.rangesRefused("a range with Content-Encoding"));
    }
    if (!head.entityTag().equals(part().entityTag()) && head.entityTag().isPresent()) {
      return fail(progress.changed());
    }
    head.contentRange().ifPresent(range -> range.total().ifPresent(part()::learnLength));
    return open();
  }

  /** Gzip around what should be gzip is the object as it is stored; anything else is not. */
  private boolean isReencoded(ResponseHead head) {
    return head.contentEncoding()
        .filter(encoding -> progress.format() != SliceFormat.CSV_GZIP || !"gzip".equals(encoding))
        .isPresent();
  }

  private Future<BodyTarget> refuse(ResponseHead head) {
    return Future.succeededFuture(
        new ErrorBody(body -> CloudErrors.of(part().address(), head, body), exchange::abortNow));
  }

  private Future<BodyTarget> open() {
    opening = true;
    return RegionStream.open(
            resources.vertx(), resources.store(), part(), region, new StreamEvents())
        .onComplete(opened -> opening = false)
        .onSuccess(opened -> stream = opened)
        .map(BodyTarget.class::cast);
  }

  private static Future<BodyTarget> fail(SluiceException failure) {
    return Future.failedFuture(failure);
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
