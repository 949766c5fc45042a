package io.sluice.access;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a caller may do with a connection; each grant includes those before it. */
public enum Grant {
  /** See what the project holds, its exports, their events and their files. */
  READ,
  /** Ask for exports and batches; cancel and remove one's own. */
  SUBMIT,
  /** Cancel and remove others' too. */
  OPERATE;

  /** As it stands in the configuration. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The grant of that label. */
  static Optional<Grant> labelled(String text) {
    return Stream.of(values()).filter(grant -> grant.label().equals(text)).findFirst();
  }

  boolean includes(Grant other) {
    return compareTo(other) >= 0;
  }
}
