package io.sluice.sandbox.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;

/** The rules in force; the first that befalls a request decides. Safe for any thread. */
public final class Faults {
  private static final class Armed {
    final FaultRule rule;
    final Pattern pattern;
    int seen;
    int hits;

    Armed(FaultRule rule) {
      this.rule = rule;
      this.pattern = rule.pattern();
    }
  }

  private final List<Armed> rules = new ArrayList<>();
  private final Random random;

  /**
   * No rules at first.
   *
   * @param seed of the random choices
   */
  public Faults(long seed) {
    random = new Random(seed);
  }

  /** The rule goes behind those in force. */
  public synchronized void add(FaultRule rule) {
    rules.add(new Armed(rule));
  }

  public synchronized void clear() {
    rules.clear();
  }

  /** How many requests have been hit since the last {@link #clear}. */
  public synchronized int hits() {
    return rules.stream().mapToInt(armed -> armed.hits).sum();
  }

  /** The rules in force, with how often each has hit. */
  public synchronized List<Hits> list() {
    return rules.stream().map(armed -> new Hits(armed.rule, armed.hits)).toList();
  }

  public record Hits(FaultRule rule, int hits) {}

  synchronized Optional<Fault> befalling(String method, String path) {
    for (Armed armed : rules) {
      if (matches(armed, method, path) && befalls(armed)) {
        armed.hits++;
        return Optional.of(
            armed.rule.fault() instanceof Fault.Assorted ? any() : armed.rule.fault());
      }
    }
    return Optional.empty();
  }

  private static boolean matches(Armed armed, String method, String path) {
    return armed.rule.method().map(method::equals).orElse(true)
        && armed.pattern.matcher(path).matches();
  }

  private boolean befalls(Armed armed) {
    armed.seen++;
    return armed.seen > armed.rule.skip()
        && armed.hits < armed.rule.times()
        && (armed.rule.probability() >= 1 || random.nextDouble() < armed.rule.probability());
  }

  private Fault any() {
    return switch (random.nextInt(5)) {
      case 0 -> new Fault.Status(429, Optional.of("0"));
      case 1 -> new Fault.Maintenance(Optional.of("0"));
      case 2 -> new Fault.Status(500, Optional.empty());
      case 3 -> new Fault.Status(502, Optional.empty());
      default -> new Fault.Cut(random.nextInt(64 * 1024));
    };
  }
}
