package io.sluice.sandbox.cloud;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Credentials lent to readers of one prefix, until they end. Safe for any thread, bounded. */
public final class Lending {
  private static final int LIMIT = 50_000;

  /**
   * One reader's credentials.
   *
   * @param id what the reader shows: a key id or a token
   * @param secret what the reader signs with
   * @param session what the reader shows beside the id
   */
  public record Loan(
      String id,
      String secret,
      String session,
      String bucket,
      String prefix,
      Instant issued,
      Instant expires) {

    boolean covers(String itsBucket, String key) {
      return bucket.equals(itsBucket) && key.startsWith(prefix);
    }
  }

  private final SecureRandom random = new SecureRandom();
  private final Map<String, Loan> loans =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Loan> eldest) {
              return size() > LIMIT;
            }
          });
  private volatile Instant allDeadBefore = Instant.MIN;

  Loan lend(String idPrefix, String bucket, String prefix, Duration life) {
    Instant now = Instant.now();
    String id = idPrefix + text(12).toUpperCase(Locale.ROOT).replaceAll("[-_]", "7");
    Loan loan = new Loan(id, text(30), text(90), bucket, prefix, now, now.plus(life));
    loans.put(id, loan);
    return loan;
  }

  Optional<Loan> find(String id) {
    return Optional.ofNullable(loans.get(id));
  }

  boolean expired(Loan loan) {
    return !Instant.now().isBefore(loan.expires) || !loan.issued.isAfter(allDeadBefore);
  }

  /** Everything lent so far that nobody but its reader may see. */
  public List<String> secrets() {
    synchronized (loans) {
      return loans.values().stream()
          .flatMap(loan -> Stream.of(loan.id(), loan.secret(), loan.session()))
          .filter(text -> !text.isEmpty())
          .toList();
    }
  }

  /** Everything lent so far ends now; what is lent later is good. */
  public void expireAll() {
    allDeadBefore = Instant.now();
  }

  /** Remembers an address that was signed, so that {@link #expireAll} ends it too. */
  void signed(String signature, Duration life) {
    Instant now = Instant.now();
    loans.put(signature, new Loan(signature, "", "", "", "", now, now.plus(life)));
  }

  /** Whether the address with this signature has ended, or was never made. */
  boolean signatureExpired(String signature) {
    return find(signature).map(this::expired).orElse(true);
  }

  private String text(int bytes) {
    byte[] raw = new byte[bytes];
    random.nextBytes(raw);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(raw);
  }
}
