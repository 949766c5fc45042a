package io.sluice.sandbox.wire;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/** Sends a body in small pieces, and as badly as its {@link Pace} says. */
final class MarredBody {
  private static final int PIECE = 16 * 1024;
  private static final int LARGEST_DRIP = 1024 * 1024;
  private static final int DRIPS_PER_SECOND = 10;

  private interface Source {
    Future<Buffer> read(long position, int length);
  }

  private final Vertx vertx;
  private final RoutingContext context;
  private final HttpServerResponse response;
  private final Content content;
  private final long offset;
  private final Pace pace;
  private boolean paused;

  MarredBody(RoutingContext context, Content content, long offset, Pace pace) {
    this.vertx = context.vertx();
    this.context = context;
    this.response = context.response();
    this.content = content;
    this.offset = offset;
    this.pace = pace;
  }

  void send() {
    response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(pace.declared()));
    if (content instanceof Content.Bytes bytes) {
      sendFrom(
          (position, length) ->
              Future.succeededFuture(
                  bytes.buffer().slice((int) position, (int) position + length)));
    } else if (content instanceof Content.OnDisk file) {
      vertx
          .fileSystem()
          .open(file.path().toString(), new OpenOptions().setWrite(false).setCreate(false))
          .onFailure(context::fail)
          .onSuccess(this::sendFrom);
    }
  }

  private void sendFrom(AsyncFile file) {
    context.addEndHandler(ended -> file.close());
    sendFrom((position, length) -> file.read(Buffer.buffer(length), 0, position, length));
  }

  private void sendFrom(Source source) {
    next(source, 0);
  }

  private void next(Source source, long sent) {
    if (response.closed()) {
      return;
    }
    if (sent == pace.pauseAfter() && !paused) {
      paused = true;
      after(pace.pause(), () -> next(source, sent));
    } else if (sent >= pace.sent()) {
      end();
    } else {
      source
          .read(offset + sent, pieceAt(sent))
          .map(piece -> corrupted(piece, sent))
          .compose(piece -> response.write(piece).map(piece.length()))
          .onSuccess(length -> after(drip(), () -> next(source, sent + length)))
          .onFailure(gone -> response.reset());
    }
  }

  private int pieceAt(long sent) {
    long most =
        pace.bytesPerSecond() > 0
            ? Math.min(LARGEST_DRIP, Math.max(1, pace.bytesPerSecond() / DRIPS_PER_SECOND))
            : PIECE;
    long piece = Math.min(most, pace.sent() - sent);
    if (sent < pace.pauseAfter()) {
      piece = Math.min(piece, pace.pauseAfter() - sent);
    }
    return (int) piece;
  }

  private Duration drip() {
    return pace.bytesPerSecond() > 0 ? Duration.ofMillis(1_000 / DRIPS_PER_SECOND) : Duration.ZERO;
  }

  private Buffer corrupted(Buffer piece, long sent) {
    long at = pace.corruptAt() - sent;
    if (pace.corruptAt() < 0 || at < 0 || at >= piece.length()) {
      return piece;
    }
    return piece.copy().setByte((int) at, (byte) (piece.getByte((int) at) ^ 0x55));
  }

  private void after(Duration wait, Runnable step) {
    if (wait.isZero()) {
      step.run();
    } else {
      vertx.setTimer(Math.max(1, wait.toMillis()), timer -> step.run());
    }
  }

  private void end() {
    if (pace.thenCut()) {
      context.request().connection().close();
    } else {
      response.end();
    }
  }
}
