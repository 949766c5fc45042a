package io.sluice.storage.connection;

import io.sluice.base.BlockingExecutor;
import io.sluice.base.Secret;
import io.sluice.base.SentSecrets;
import io.sluice.base.Timekeeper;
import io.sluice.storage.wire.TokenSource;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * A token that its file's owner may replace at any time: the file is read again every few seconds,
 * and when the token is refused. Read whole, not by its times: Kubernetes swaps a link, and two
 * tokens may have one length. A file that turns out broken changes nothing.
 */
final class TokenFile implements TokenSource {
  private static final Logger LOG = Logger.getLogger(TokenFile.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

  private final String key;
  private final Path path;
  private final SentSecrets sent;
  private final BlockingExecutor worker;
  private final Timekeeper timekeeper;
  private final Cancellable looks;
  private volatile Secret token;

  /** The last fault that was told; only the worker's one thread touches it. */
  private Optional<String> told = Optional.empty();

  /**
   * Looks at the file until closed.
   *
   * @param key that names the file, for the log
   * @param first what it held at the start
   * @param sent gets each token before it is used
   * @param worker has one thread
   */
  TokenFile(
      String key,
      Path path,
      Secret first,
      SentSecrets sent,
      BlockingExecutor worker,
      Timekeeper timekeeper) {
    this.key = key;
    this.path = path;
    this.token = first;
    this.sent = sent;
    this.worker = worker;
    this.timekeeper = timekeeper;
    this.looks =
        worker.every(
            BETWEEN_LOOKS,
            timekeeper,
            this::look,
            failure -> LOG.debugf("%s was not read: %s", key, failure));
  }

  @Override
  public Secret current() {
    return token;
  }

  @Override
  public Uni<Optional<Secret>> insteadOf(Secret refused) {
    return Uni.createFrom()
        .deferred(() -> token.equals(refused) ? otherThan(refused) : Uni.createFrom().item(token))
        .map(now -> now.equals(refused) ? Optional.empty() : Optional.of(now));
  }

  void close() {
    looks.cancel();
  }

  /** A disk that hangs must not hold up the answer that the token is refused. */
  private Uni<Secret> otherThan(Secret refused) {
    Uni<Secret> read = worker.call(this::look).onFailure().recoverWithItem(refused);
    return Uni.combine().any().of(read, timekeeper.sleep(BETWEEN_LOOKS).replaceWith(refused));
  }

  private Secret look() {
    try {
      take(TokenText.inFile(path));
    } catch (IOException broken) {
      tell(broken.getMessage());
    }
    return token;
  }

  private void take(Secret read) {
    told = Optional.empty();
    if (!read.equals(token)) {
      sent.hold(read);
      token = read;
      LOG.infof("%s holds another token: it is used from now on", key);
    }
  }

  private void tell(String fault) {
    if (!told.equals(Optional.of(fault))) {
      told = Optional.of(fault);
      LOG.warnf("%s: %s %s; the last token is used on", key, path, fault);
    }
  }
}
