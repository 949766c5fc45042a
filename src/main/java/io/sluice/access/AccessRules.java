package io.sluice.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Who may do what, as it is configured. */
record AccessRules(KeyRing keys, TokenRules tokens) {
  private static final Pattern LINE =
      Pattern.compile(
          "sluice\\.access\\.(?:keys\\.([A-Za-z0-9_-]+)\\.(sha256|grants)"
              + "|tokens\\.([A-Za-z0-9_-]+)\\.(who|issuer|grants))");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  /** One name's lines; of a key, who it is are its digests. */
  private static final class Lines {
    Optional<List<String>> who = Optional.empty();
    Optional<String> issuer = Optional.empty();
    Optional<List<String>> grants = Optional.empty();
  }

  /** Whether somebody may go by it. */
  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** The rules of the configuration; what is wrong with it is added to the problems. */
  static AccessRules of(AccessConfig config, List<String> problems) {
    List<KeyRing.Entry> keys = new ArrayList<>();
    new TreeMap<>(config.keys())
        .forEach((name, key) -> keys.addAll(key(name, key.sha256(), key.grants(), problems)));
    List<TokenRules.Rule> tokens = new ArrayList<>();
    new TreeMap<>(config.tokens())
        .forEach(
            (name, rule) ->
                tokens.add(token(name, rule.who(), rule.issuer(), rule.grants(), problems)));
    return new AccessRules(new KeyRing(keys), new TokenRules(tokens));
  }

  /** The rules of a file's properties; what is wrong with them is added to the problems. */
  static AccessRules of(Properties file, List<String> problems) {
    Map<String, Lines> keys = new TreeMap<>();
    Map<String, Lines> tokens = new TreeMap<>();
    file.stringPropertyNames().stream()
        .sorted()
        .forEach(line -> read(line, file.getProperty(line), keys, tokens, problems));
    List<KeyRing.Entry> entries = new ArrayList<>();
    keys.forEach((name, key) -> entries.addAll(key(name, key.who, key.grants, problems)));
    List<TokenRules.Rule> rules = new ArrayList<>();
    tokens.forEach(
        (name, rule) -> rules.add(token(name, rule.who, rule.issuer, rule.grants, problems)));
    return new AccessRules(new KeyRing(entries), new TokenRules(rules));
  }

  /** These and those. */
  AccessRules and(AccessRules more) {
    return new AccessRules(
        new KeyRing(Stream.concat(keys.entries().stream(), more.keys.entries().stream()).toList()),
        new TokenRules(
            Stream.concat(tokens.rules().stream(), more.tokens.rules().stream()).toList()));
  }

  private static void read(
      String line,
      String value,
      Map<String, Lines> keys,
      Map<String, Lines> tokens,
      List<String> problems) {
    Matcher parts = LINE.matcher(line);
    if (!parts.matches()) {
      problems.add(
          "%s is no line of it; they are sluice.access.keys.NAME.sha256 and .grants, sluice.access.tokens.NAME.who, .issuer and .grants"
              .formatted(line));
      return;
    }
    boolean ofKey = parts.group(1) != null;
    Lines lines =
        (ofKey ? keys : tokens).computeIfAbsent(parts.group(ofKey ? 1 : 3), name -> new Lines());
    List<String> values = Stream.of(value.split(",", -1)).map(String::strip).toList();
    switch (parts.group(ofKey ? 2 : 4)) {
      case "grants" -> lines.grants = Optional.of(values);
      case "issuer" -> lines.issuer = Optional.of(value.strip());
      default -> lines.who = Optional.of(values);
    }
  }

  private static List<KeyRing.Entry> key(
      String name,
      Optional<List<String>> sha256,
      Optional<List<String>> grants,
      List<String> problems) {
    if (!isName(name)) {
      problems.add("sluice.access.keys." + name + ": a name has letters, digits, _ and -");
    }
    return KeyRing.parse(name, sha256, grants("keys", name, grants, problems), problems);
  }

  private static TokenRules.Rule token(
      String name,
      Optional<List<String>> who,
      Optional<String> issuer,
      Optional<List<String>> grants,
      List<String> problems) {
    return TokenRules.parse(name, who, issuer, grants("tokens", name, grants, problems), problems);
  }

  private static Grants grants(
      String kind, String name, Optional<List<String>> grants, List<String> problems) {
    String key = "sluice.access.%s.%s.grants".formatted(kind, name);
    if (grants.filter(all -> !all.isEmpty()).isEmpty()) {
      problems.add(key + " is missing: write CONNECTION:GRANT, such as sales:submit or *:read");
    }
    return Grants.parse(key, grants.orElse(List.of()), problems);
  }
}
