package io.sluice.access;

import io.sluice.base.Secret;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A key that nobody has had before, and the lines of configuration by which it is known.
 *
 * @param key to be shown once, and kept nowhere
 */
public record NewKey(Secret key, List<String> lines) {
  public NewKey {
    lines = List.copyOf(lines);
  }

  /**
   * Makes one.
   *
   * @param name of who is to have it
   * @param grants each {@code CONNECTION:GRANT}
   * @param until the day on which it is not right any more
   * @throws IllegalArgumentException where the name or a grant cannot be; its message says why
   */
  public static NewKey of(String name, List<String> grants, Optional<LocalDate> until) {
    List<String> problems = new ArrayList<>();
    if (!AccessRules.isName(name)) {
      problems.add("a name has letters, digits, _ and -");
    }
    Grants given = Grants.parse("grants", grants, problems);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    Secret key = ApiKey.create(new SecureRandom());
    String start = "sluice.access.keys." + name + ".";
    String expiry = until.map(day -> "@" + day).orElse("");
    return new NewKey(
        key,
        List.of(
            start + "sha256=" + ApiKey.digest(key) + expiry,
            start + "grants=" + given.toString().replace(" ", "")));
  }
}
