package io.sluice.base;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The secrets that were sent to one service, and what it says without them, in whatever encoding it
 * repeats them: plain, percent-encoded, escaped as in JSON or XML, base64, or a mixture. Keeps the
 * latest {@value #MOST}. Any thread may call.
 */
public final class SentSecrets {
  private static final int MOST = 256;

  /** Shorter ones are no secrets, and would be found everywhere. */
  private static final int SHORTEST = 6;

  /** What is looked at of a long text, in characters; nothing of it is kept beyond 1,000. */
  private static final int LOOKED_AT = 16_000;

  private static final String MASK = "***";

  /** Parameters of signed addresses that are secret by themselves. */
  private static final Pattern PARAMETER =
      Pattern.compile("(?i)(?:^|[?&])[^=&]*(?:sig|token|credential|key)[^=&]*=([^&]+)");

  /** What to look for: the secret's plain characters, or a base64 form of them. */
  private final AtomicReference<List<String>> forms = new AtomicReference<>(List.of());

  /** From now on these are masked. */
  public void add(Secret... secrets) {
    Set<String> more = new LinkedHashSet<>();
    Stream.of(secrets).map(Secret::reveal).flatMap(SentSecrets::parts).forEach(more::add);
    Set<String> found = new LinkedHashSet<>();
    more.stream().flatMap(SentSecrets::forms).forEach(found::add);
    forms.updateAndGet(known -> joined(known, found));
  }

  /** What the service said. */
  public UpstreamText heard(String said) {
    if (said.length() <= LOOKED_AT) {
      return UpstreamText.masked(mask(said));
    }
    // A secret that the cut parted is not recognised: the end is left out.
    String masked = mask(said.substring(0, LOOKED_AT));
    int longest = forms.get().stream().mapToInt(String::length).max().orElse(0);
    return UpstreamText.masked(
        masked.substring(0, Math.max(0, masked.length() - 3 * longest)) + " …");
  }

  /** Whether a text holds one of the secrets. */
  public boolean in(String text) {
    return !mask(text).equals(text);
  }

  private String mask(String text) {
    PlainText plain = PlainText.of(text);
    StringBuilder masked = new StringBuilder();
    int done = 0;
    for (MatchResult found : plain.find(forms.get())) {
      int start = plain.source(found.start());
      if (start >= done) {
        masked.append(text, done, start).append(MASK);
      }
      done = Math.max(done, plain.source(found.end()));
    }
    return masked.append(text, Math.min(done, text.length()), text.length()).toString();
  }

  private static List<String> joined(List<String> known, Set<String> more) {
    List<String> all = new ArrayList<>(known);
    all.removeAll(more);
    all.addAll(more);
    int most = MOST * 4;
    return List.copyOf(all.size() <= most ? all : all.subList(all.size() - most, all.size()));
  }

  /** The secret and, of a signed address, its query and each parameter that signs. */
  private static Stream<String> parts(String secret) {
    int query = secret.startsWith("http") ? secret.indexOf('?') : -1;
    Stream<String> whole = Stream.of(secret, query < 0 ? "" : secret.substring(query + 1));
    Stream<String> signing = PARAMETER.matcher(secret).results().map(found -> found.group(1));
    return Stream.concat(whole, signing).filter(part -> part.length() >= SHORTEST);
  }

  private static Stream<String> forms(String secret) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    Stream<String> encoded = IntStream.range(0, 3).mapToObj(shift -> base64(bytes, shift));
    return Stream.concat(
            Stream.of(PlainText.of(secret).toString()),
            encoded.flatMap(text -> Stream.of(text, text.replace('+', '-').replace('/', '_'))))
        .filter(form -> form.length() >= SHORTEST)
        .distinct();
  }

  /** What is the same of the base64 of any text in which so many bytes precede, modulo 3. */
  private static String base64(byte[] secret, int before) {
    byte[] shifted = new byte[before + secret.length];
    System.arraycopy(secret, 0, shifted, before, secret.length);
    String text = Base64.getEncoder().withoutPadding().encodeToString(shifted);
    int first = before == 0 ? 0 : before + 1;
    int last = shifted.length % 3 == 0 ? text.length() : text.length() - 1;
    return first < last ? text.substring(first, last) : "";
  }
}
