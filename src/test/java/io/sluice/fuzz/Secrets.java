package io.sluice.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.base.Secret;
import io.sluice.base.SentSecrets;
import io.sluice.base.Timekeeper;
import io.sluice.storage.FileDetail;
import io.sluice.storage.wire.StorageErrors;
import java.util.List;
import java.util.stream.Stream;

/** What no answer may make us repeat. */
final class Secrets {
  static final String TOKEN = "8625-storage-token-that-nobody-may-see";
  private static final int SHORTEST = 8;
  private static final List<String> LENT =
      List.of(
          "AKIALENTKEY",
          "lent/secret+key",
          "lent-session==",
          "ya29.lent-token",
          "lent%2Fsignature");

  private Secrets() {}

  /** Failures of one connection whose token and earlier answers' credentials are known. */
  static StorageErrors errors(Timekeeper timekeeper) {
    SentSecrets sent = new SentSecrets();
    sent.hold(Secret.of(TOKEN));
    LENT.forEach(lent -> sent.lend(Secret.of(lent)));
    return new StorageErrors("default", "token", sent, timekeeper);
  }

  /** The same before any credential was lent. */
  static StorageErrors firstErrors(Timekeeper timekeeper) {
    SentSecrets sent = new SentSecrets();
    sent.hold(Secret.of(TOKEN));
    return new StorageErrors("default", "token", sent, timekeeper);
  }

  /** What opens a file is in nothing that is said of it; what is short is no secret. */
  static void ofItsOwnAreNotIn(FileDetail file) {
    Stream<Secret> lent =
        file.access()
            .match(
                aws -> Stream.of(aws.accessKeyId(), aws.secretAccessKey(), aws.sessionToken()),
                gcp -> Stream.of(gcp.accessToken()),
                azure -> Stream.of(azure.sharedAccessSignature()),
                presigned -> Stream.of(presigned.url()));
    assertThat(lent.map(Secret::reveal).filter(text -> text.length() >= SHORTEST))
        .allSatisfy(secret -> assertThat(file.toString()).doesNotContain(secret));
  }

  static void areNotIn(String text) {
    assertThat(text).doesNotContain(TOKEN).doesNotContain(LENT);
  }

  /** The same of all that a failure says. */
  static void areNotIn(Throwable failure) {
    Stream.iterate(failure, at -> at != null, Throwable::getCause)
        .forEach(at -> areNotIn(String.valueOf(at.getMessage())));
  }
}
