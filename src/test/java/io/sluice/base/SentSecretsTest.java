package io.sluice.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a service says is kept without what was sent to it, however it says it. */
class SentSecretsTest {
  private static final String TOKEN = "8625-123-aBcDeFgHiJkLmNoPqRsTuVwXyZ";
  private static final String SIGNATURE = "kq/7T+x0aZbYcXdWeVfUgThSiRjQkPlO==";

  private final SentSecrets sent = new SentSecrets();

  static Stream<Arguments> echoes() {
    List<UnaryOperator<String>> ways =
        List.of(
            plain -> plain,
            plain -> plain.toLowerCase(Locale.ROOT),
            plain -> plain.toUpperCase(Locale.ROOT),
            SentSecretsTest::percent,
            plain -> percent(plain).toLowerCase(Locale.ROOT),
            plain -> percent(percent(plain)),
            plain -> URLEncoder.encode(plain, StandardCharsets.UTF_8),
            plain -> plain.replace("/", "\\/"),
            plain -> each(plain, "\\u%04x"),
            plain -> each(plain, "\\x%02x"),
            plain -> each(plain, "&#%d;"),
            plain -> each(plain, "&#x%X;"),
            plain -> each(plain, "&#00000%d;"),
            SentSecretsTest::base64,
            plain -> base64("u:" + plain + ":p"),
            plain -> base64("user:" + plain),
            plain -> base64(plain).replace('+', '-').replace('/', '_'),
            plain -> percent(base64("a" + plain)),
            plain -> folded(base64("ab" + plain), "\n"),
            plain -> folded(base64("ab" + plain), "\\r\\n"),
            plain -> folded(plain, "\r\n "),
            plain -> folded(plain, "\\n"),
            plain -> folded(plain, "\u200b"),
            plain -> folded(plain, "\u00ad"),
            plain -> HexFormat.of().formatHex(plain.getBytes(StandardCharsets.UTF_8)),
            plain ->
                HexFormat.of().withUpperCase().formatHex(plain.getBytes(StandardCharsets.UTF_8)),
            // What stands before it looks like an escape together with it.
            plain -> "100%" + plain,
            plain -> "\\u00" + plain,
            plain -> "\\" + plain);
    return Stream.of(TOKEN, SIGNATURE)
        .flatMap(secret -> ways.stream().map(way -> Arguments.of(secret, way.apply(secret))));
  }

  @ParameterizedTest
  @MethodSource("echoes")
  void aSecretIsMaskedInWhateverEncoding(String secret, String echo) {
    // Given
    sent.lend(Secret.of(secret));

    // When
    String heard = sent.heard("before " + echo + " after").toString();

    // Then
    assertThat(heard).startsWith("before ").endsWith(" after").contains("***");
    assertThat(heard.length()).isLessThan(40);
    assertThat(sent.in(echo)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://acct.blob.core.windows.net/c/1.csvmanifest?sv=2017&sig=SIG&se=2026",
        "https://s3.amazonaws.com/b/1.csvmanifest?X-Amz-Date=2026&X-Amz-Signature=SIG",
        "sv=2017-04-17&sr=c&sp=rl&sig=SIG"
      })
  void theSignatureAloneIsMaskedEncodedOrNot(String signed) {
    // Given
    sent.lend(
        Secret.of(signed.replace("SIG", URLEncoder.encode(SIGNATURE, StandardCharsets.UTF_8))));

    // When
    String heard =
        sent.heard(
                "not " + SIGNATURE + " nor " + URLEncoder.encode(SIGNATURE, StandardCharsets.UTF_8))
            .toString();

    // Then
    assertThat(heard).isEqualTo("not *** nor ***");
  }

  @Test
  void aTokenIsMaskedHoweverManyCredentialsWereLentSince() {
    // Given
    sent.hold(Secret.of(TOKEN));
    IntStream.range(0, 5_000).forEach(i -> sent.lend(Secret.of("lent-credential-number-" + i)));

    // When
    String heard = sent.heard("a " + TOKEN + " b").toString();

    // Then
    assertThat(heard).isEqualTo("a *** b");
    assertThat(sent.in("lent-credential-number-4999")).isTrue();
  }

  @Test
  void ofALongTextTheSecretThatTheCutPartedIsMasked() {
    // Given
    sent.hold(Secret.of(TOKEN));

    // When
    String plain = sent.heard((TOKEN + " ").repeat(1_000)).toString();
    String escaped = sent.heard((percent(TOKEN) + " ").repeat(1_000)).toString();

    // Then
    assertThat(plain).endsWith("…").doesNotContainPattern("[0-9A-Za-z]");
    assertThat(escaped).endsWith("…").doesNotContainPattern("[0-9A-Za-z]");
  }

  @Test
  void whatIsNoSecretIsKeptAsItIs() {
    // Given
    sent.hold(Secret.of(TOKEN));
    String words = "100% of \"a\\b\" &amp; caf\u00e9 in.c-shop.orders 8625-123 \ud83d\ude00";

    // When
    UpstreamText heard = sent.heard(words);

    // Then
    assertThat(heard).hasToString(words);
    assertThat(sent.in(words)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u001b",
        "\u009b",
        "\u202e",
        "\u2066",
        "\u200f",
        "\u2028",
        "\udb40\udc01",
        "\ud83d"
      })
  void whatSteersATerminalOrTurnsTheWritingIsAQuestionMark(String steering) {
    // When
    String heard = sent.heard("a" + steering + "b").toString();

    // Then
    assertThat(heard).isEqualTo("a?b");
  }

  private static String percent(String plain) {
    return each(plain, "%%%02X");
  }

  private static String each(String plain, String format) {
    StringBuilder escaped = new StringBuilder();
    plain.chars().forEach(c -> escaped.append(format.formatted(c)));
    return escaped.toString();
  }

  private static String base64(String plain) {
    return Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }

  private static String folded(String text, String end) {
    return text.replaceAll("(.{7})", "$1" + end.replace("\\", "\\\\"));
  }
}
