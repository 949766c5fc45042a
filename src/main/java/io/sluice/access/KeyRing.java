package io.sluice.access;

import io.sluice.access.Callers.Answer;
import io.sluice.access.Callers.Reason;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The keys that are known, each as its SHA-256. */
record KeyRing(List<Entry> entries) {
  private static final Pattern DIGEST = Pattern.compile("[0-9a-fA-F]{64}");

  /**
   * One key.
   *
   * @param sha256 in small hex digits
   * @param until when it is right
   */
  record Entry(String name, String sha256, Optional<Instant> until, Grants grants) {
    boolean standsAt(Instant now) {
      return until.map(now::isBefore).orElse(true);
    }

    Answer holder(Credential.Key key) {
      return new Answer.Known(new Caller(name, Caller.Kind.KEY, grants, ""), key);
    }
  }

  KeyRing {
    entries = List.copyOf(entries);
  }

  /** Whose key it is; every entry is compared in full, whichever it is. */
  Answer find(Credential.Key key, Instant now) {
    byte[] wanted = key.sha256().getBytes(StandardCharsets.US_ASCII);
    Answer found = new Answer.Nobody(Reason.UNKNOWN);
    for (Entry entry : entries) {
      if (MessageDigest.isEqual(entry.sha256().getBytes(StandardCharsets.US_ASCII), wanted)) {
        found = entry.standsAt(now) ? entry.holder(key) : new Answer.Nobody(Reason.EXPIRED);
      }
    }
    return found;
  }

  /** The keys of one name; what is wrong is added to the problems. */
  static List<Entry> parse(
      String name, Optional<List<String>> digests, Grants grants, List<String> problems) {
    String key = "sluice.access.keys." + name + ".sha256";
    List<Entry> entries = new ArrayList<>();
    if (digests.filter(all -> !all.isEmpty()).isEmpty()) {
      problems.add(key + " is missing: java -jar … key new " + name + " prints one");
    }
    for (String text : digests.orElse(List.of())) {
      parse(key, name, text.strip(), grants, problems).ifPresent(entries::add);
    }
    return entries;
  }

  private static Optional<Entry> parse(
      String key, String name, String text, Grants grants, List<String> problems) {
    int at = text.indexOf('@');
    String digest = at < 0 ? text : text.substring(0, at);
    if (!DIGEST.matcher(digest).matches()) {
      problems.add(
          key
              + (ApiKey.isKey(digest)
                  ? " holds a key itself, which nobody may see; put its SHA-256 there and make a new key"
                  : " is no SHA-256: 64 hex digits, and @2027-01-31 where it expires"));
      return Optional.empty();
    }
    try {
      Optional<Instant> until =
          at < 0
              ? Optional.empty()
              : Optional.of(
                  LocalDate.parse(text.substring(at + 1)).atStartOfDay(ZoneOffset.UTC).toInstant());
      return Optional.of(new Entry(name, digest.toLowerCase(Locale.ROOT), until, grants));
    } catch (DateTimeParseException noDate) {
      problems.add(key + " expires on no date; write HEX@2027-01-31");
      return Optional.empty();
    }
  }
}
