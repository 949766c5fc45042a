package io.sluice.base;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The secrets that are sent to services, and what those say without them, in whatever encoding they
 * repeat them: plain, percent-encoded, escaped as in JSON or XML, base64, hexadecimal, folded, or a
 * mixture. One for the process: a service may repeat what another connection sent. Any thread may
 * call.
 */
public final class SentSecrets {
  /** Lent secrets that are known; each file's address and credentials are about eight. */
  private static final int MOST_LENT = 1024;

  /** Tokens that are known: those in use and those that were replaced. */
  private static final int MOST_HELD = 4096;

  /** What is looked at of a long text, in characters; nothing of it is kept beyond 1,000. */
  private static final int LOOKED_AT = 16_000;

  /** In characters. */
  private static final int LONGEST_ESCAPE = 16;

  private static final String MASK = "***";

  /** Parameters of signed addresses that are secret by themselves. */
  private static final Pattern PARAMETER =
      Pattern.compile("(?i)(?:^|[?&])[^=&]*(?:sig|token|credential|key)[^=&]*=([^&]+)");

  private final Map<String, Set<String>> held = new LinkedHashMap<>();
  private final Map<String, Set<String>> lent = new LinkedHashMap<>();
  private volatile SecretForms forms = new SecretForms(List.of());

  /** Our own, masked as long as the process lives: no number of others makes it forgotten. */
  public void hold(Secret secret) {
    keep(held, MOST_HELD, secret);
  }

  /** What came with an answer and is used from now on; of these the latest are masked. */
  public void lend(Secret... secrets) {
    keep(lent, MOST_LENT, secrets);
  }

  /** What the service said. */
  public UpstreamText heard(String said) {
    boolean cut = said.length() > LOOKED_AT;
    String text = cut ? said.substring(0, cutBefore(said)) : said;
    return UpstreamText.masked(masked(text, marked(text, cut)) + (cut ? " …" : ""));
  }

  /** Whether a text holds one of the secrets. */
  public boolean in(String text) {
    return !marked(text, false).isEmpty();
  }

  /** Where no escape is parted. */
  private static int cutBefore(String said) {
    for (int i = LOOKED_AT - 1; i > LOOKED_AT - LONGEST_ESCAPE; i--) {
      if ("%\\&".indexOf(said.charAt(i)) >= 0) {
        return i;
      }
    }
    return LOOKED_AT;
  }

  private BitSet marked(String text, boolean cut) {
    SecretForms known = forms;
    BitSet marked = new BitSet();
    PlainText.of(text).forEach(level -> known.mark(level, cut, marked));
    return marked;
  }

  private static String masked(String text, BitSet marked) {
    StringBuilder masked = new StringBuilder(text.length());
    int next = 0;
    for (int secret = marked.nextSetBit(0); secret >= 0; secret = marked.nextSetBit(next)) {
      masked.append(text, next, secret).append(MASK);
      next = marked.nextClearBit(secret);
    }
    return masked.append(text, next, text.length()).toString();
  }

  private synchronized void keep(Map<String, Set<String>> known, int most, Secret... secrets) {
    Stream.of(secrets)
        .map(Secret::reveal)
        .flatMap(SentSecrets::parts)
        .forEach(
            part -> {
              Set<String> before = known.remove(part);
              known.put(part, before == null ? SecretForms.of(part) : before);
            });
    Iterator<String> eldest = known.keySet().iterator();
    while (known.size() > most) {
      eldest.next();
      eldest.remove();
    }
    List<String> all = new ArrayList<>();
    held.values().forEach(all::addAll);
    lent.values().forEach(all::addAll);
    forms = new SecretForms(all);
  }

  /** The secret and, of a signed address, its query and each parameter that signs. */
  private static Stream<String> parts(String secret) {
    int query = secret.startsWith("http") ? secret.indexOf('?') : -1;
    Stream<String> whole = Stream.of(secret, query < 0 ? "" : secret.substring(query + 1));
    Stream<String> signing = PARAMETER.matcher(secret).results().map(found -> found.group(1));
    return Stream.concat(whole, signing).filter(part -> part.length() >= SecretForms.SHORTEST);
  }
}
