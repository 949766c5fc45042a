package io.sluice.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What those may do who have a provider's token. */
record TokenRules(List<Rule> rules) {
  private static final Pattern WHO = Pattern.compile("(subject|group|role):.+");

  /**
   * All who are meant have the grants.
   *
   * @param issuer of their tokens; any where there is none
   */
  record Rule(List<String> who, Optional<String> issuer, Grants grants) {
    boolean means(Identity identity) {
      return issuer.map(identity.issuer()::equals).orElse(true)
          && who.stream().anyMatch(identity::is);
    }
  }

  TokenRules {
    rules = List.copyOf(rules);
  }

  /** The sum of what is given to any of what they are. */
  Grants of(Identity identity) {
    return rules.stream()
        .filter(rule -> rule.means(identity))
        .map(Rule::grants)
        .reduce(Grants.NONE, Grants::and);
  }

  /** The rule of one name; what is wrong is added to the problems. */
  static Rule parse(
      String name,
      Optional<List<String>> who,
      Optional<String> issuer,
      Grants grants,
      List<String> problems) {
    String key = "sluice.access.tokens." + name + ".who";
    List<String> meant = new ArrayList<>();
    if (who.filter(all -> !all.isEmpty()).isEmpty()) {
      problems.add(key + " is missing: write subject:TEXT, group:TEXT or role:TEXT");
    }
    for (String text : who.orElse(List.of())) {
      if (WHO.matcher(text.strip()).matches()) {
        meant.add(text.strip());
      } else {
        problems.add(
            "%s: \"%s\" means nobody; write subject:TEXT, group:TEXT or role:TEXT"
                .formatted(key, text));
      }
    }
    return new Rule(meant, issuer, grants);
  }
}
