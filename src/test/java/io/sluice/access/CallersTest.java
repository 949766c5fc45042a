package io.sluice.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.Configured;
import io.sluice.LogCapture;
import io.sluice.access.Callers.Answer;
import io.sluice.access.Callers.Reason;
import io.sluice.base.ManualTimekeeper;
import io.sluice.base.Secret;
import io.smallrye.config.ConfigValidationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallersTest {
  private static final String ETL = "sluice.access.keys.etl.";

  private final ManualTimekeeper time = new ManualTimekeeper(Instant.parse("2027-01-30T12:00:00Z"));
  private final Secret key = ApiKey.create(new SecureRandom());
  private final Map<String, String> settings = new HashMap<>();
  private Callers callers;

  @TempDir Path folder;

  @AfterEach
  void close() {
    if (callers != null) {
      callers.close();
    }
  }

  @Test
  void knowsWhoHasAKey() {
    // When
    start(ApiKey.digest(key));

    // Then
    Caller caller = caller(key);
    assertThat(caller.owner()).hasValue("key:etl");
    assertThat(caller.grants().allow(Grant.SUBMIT, "sales")).isTrue();
    assertThat(caller.grants().allow(Grant.READ, "marketing")).isFalse();
    assertThat(caller.toString()).doesNotContain(key.reveal());
  }

  @Test
  void takesAnyOfSeveralKeysOfOneName() {
    // Given
    Secret next = ApiKey.create(new SecureRandom());

    // When
    start(ApiKey.digest(key).toUpperCase(Locale.ROOT) + "," + ApiKey.digest(next));

    // Then
    assertThat(caller(key)).isEqualTo(caller(next));
  }

  @Test
  void takesAKeyUntilTheDayOnWhichItExpires() {
    // Given
    start(ApiKey.digest(key) + "@2027-01-31");
    assertThat(callers.ofKey(key)).isInstanceOf(Answer.Known.class);

    // When
    time.advance(Duration.ofHours(12));

    // Then
    assertThat(callers.ofKey(key)).isEqualTo(new Answer.Nobody(Reason.EXPIRED));
    assertThat(callers.of(new Credential.Key(ApiKey.digest(key))))
        .isEqualTo(new Answer.Nobody(Reason.EXPIRED));
  }

  @Test
  void knowsNobodyByAnotherKey() {
    // When
    start(ApiKey.digest(key));

    // Then
    assertThat(callers.ofKey(ApiKey.create(new SecureRandom())))
        .isEqualTo(new Answer.Nobody(Reason.UNKNOWN));
    assertThat(callers.ofKey(Secret.of("slc_cut"))).isEqualTo(new Answer.Nobody(Reason.MALFORMED));
  }

  @Test
  void takesNoKeyWhereItIsNotToldTo() {
    // Given
    settings.put("sluice.access.mode", "oidc");

    // When
    start(ApiKey.digest(key));

    // Then
    assertThat(callers.ofKey(key)).isEqualTo(new Answer.Nobody(Reason.UNKNOWN));
  }

  @Test
  void takesAndWithdrawsKeysOfItsFileWithoutARestart() throws IOException {
    // Given
    Path file = Files.createFile(folder.resolve("access.properties"));
    settings.put("sluice.access.file", file.toString());
    start("");
    assertThat(callers.ofKey(key)).isEqualTo(new Answer.Nobody(Reason.UNKNOWN));

    // When
    replace(file, ETL + "sha256=" + ApiKey.digest(key) + "\n" + ETL + "grants=sales:read\n");

    // Then
    awaitAfterLook(() -> assertThat(callers.ofKey(key)).isInstanceOf(Answer.Known.class));

    // When
    replace(file, "");

    // Then
    awaitAfterLook(
        () -> assertThat(callers.ofKey(key)).isEqualTo(new Answer.Nobody(Reason.UNKNOWN)));
  }

  @Test
  void keepsWhatItKnewWhereItsFileIsBrokenAndSaysSo() throws IOException {
    // Given
    Path file =
        Files.writeString(
            folder.resolve("access.properties"),
            ETL + "sha256=" + ApiKey.digest(key) + "\n" + ETL + "grants=sales:read\n");
    settings.put("sluice.access.file", file.toString());
    start("");

    // When
    LogCapture log = new LogCapture();
    log.start();
    try {
      replace(file, ETL + "sha265=x\n");
      awaitAfterLook(() -> assertThat(log.lines()).anyMatch(line -> line.contains("sha265")));
    } finally {
      log.stop();
    }

    // Then
    assertThat(callers.ofKey(key)).isInstanceOf(Answer.Known.class);
  }

  @Test
  void sumsUpWhatIsGivenToWhatATokenSays() {
    // Given
    settings.put("sluice.access.mode", "keys,oidc");
    settings.put("sluice.access.tokens.team.who", "group:data,role:analyst");
    settings.put("sluice.access.tokens.team.grants", "sales:read");
    settings.put("sluice.access.tokens.nightly.who", "subject:system:serviceaccount:etl:nightly");
    settings.put("sluice.access.tokens.nightly.issuer", "https://cluster");
    settings.put("sluice.access.tokens.nightly.grants", "*:submit");
    start(ApiKey.digest(key));

    // Then
    String nightly = "system:serviceaccount:etl:nightly";
    assertThat(grants("https://people", "ann", Set.of("data"))).hasToString("sales:read");
    assertThat(grants("https://cluster", nightly, Set.of())).hasToString("*:submit");
    assertThat(grants("https://people", nightly, Set.of())).hasToString("");
    assertThat(grants("https://cluster", nightly, Set.of("data")))
        .hasToString("*:submit, sales:read");
  }

  @ParameterizedTest
  @CsvSource({
    "local,      0.0.0.0,    sluice.access.mode is missing",
    "local,      ::,         sluice.access.mode is missing",
    "local,      localhost,  ",
    "local,      127.0.0.1,  ",
    "none,       0.0.0.0,    ",
    "keys,       0.0.0.0,    there is no key",
    "oidc,       0.0.0.0,    ",
    "'keys,none', 127.0.0.1, is one of",
    "'local,oidc', 127.0.0.1, is one of",
  })
  void startsBeyondTheLoopbackOnlyWhereItAsksWhoComesOrIsToldNotTo(
      String mode, String host, String problem) {
    // Given
    settings.put("sluice.access.mode", mode);

    // Then
    if (problem == null) {
      callers = callers(host);
      assertThat(callers.open()).isEqualTo(mode.equals("local") || mode.equals("none"));
    } else {
      assertThatThrownBy(() -> callers(host))
          .isInstanceOf(ConfigValidationException.class)
          .hasMessageContaining(problem);
    }
  }

  @Test
  void namesEverythingThatIsWrongAtOnce() {
    // Given
    settings.put("sluice.access.mode", "keys");
    settings.put(ETL + "sha256", key.reveal());
    settings.put("sluice.access.keys.late.sha256", ApiKey.digest(key) + "@tomorrow");
    settings.put("sluice.access.keys.late.grants", "sales:write");
    settings.put("sluice.access.tokens.team.who", "everybody");
    settings.put("sluice.access.file", folder.resolve("none").toString());

    // Then
    assertThatThrownBy(() -> callers("0.0.0.0"))
        .hasMessageContaining("sluice.access.keys.etl.sha256 holds a key itself")
        .hasMessageContaining("sluice.access.keys.etl.grants is missing")
        .hasMessageContaining("sluice.access.keys.late.sha256 expires on no date")
        .hasMessageContaining("\"sales:write\" names no grant")
        .hasMessageContaining("\"everybody\" means nobody")
        .hasMessageContaining("sluice.access.tokens.team.grants is missing")
        .hasMessageContaining("does not exist")
        .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain(key.reveal()));
  }

  private Caller caller(Secret whose) {
    return ((Answer.Known) callers.ofKey(whose)).caller();
  }

  private Grants grants(String issuer, String subject, Set<String> groups) {
    Identity identity = new Identity(issuer, subject, groups, Set.of());
    Credential token = new Credential.Token(identity, time.now().plusSeconds(1));
    return ((Answer.Known) callers.of(token)).caller().grants();
  }

  private void start(String digests) {
    settings.putIfAbsent("sluice.access.mode", "keys");
    if (!digests.isEmpty()) {
      settings.put(ETL + "sha256", digests);
      settings.put(ETL + "grants", "sales:submit");
    }
    callers = callers("127.0.0.1");
  }

  private Callers callers(String host) {
    return new Callers(Configured.with(AccessConfig.class, settings), time, host);
  }

  private void awaitAfterLook(Runnable check) {
    await()
        .untilAsserted(
            () -> {
              time.advance(Duration.ofSeconds(5));
              check.run();
            });
  }

  private static void replace(Path file, String text) throws IOException {
    Path next = Files.writeString(file.resolveSibling("next"), text);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
