package io.sluice.sandbox.wire;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which requests a fault befalls.
 *
 * @param path of the request below the sandbox's base: {@code *} is any part of a segment, {@code
 *     **} anything; such as {@code /v2/storage/jobs/*} or {@code /s3/**}
 * @param method such as GET; none for all
 * @param skip so many matching requests pass first
 * @param times so many are hit after that
 * @param probability of each, from 0 to 1
 */
public record FaultRule(
    String path, Optional<String> method, int skip, int times, double probability, Fault fault) {

  /** Every matching request, for ever. */
  public static FaultRule always(String path, Fault fault) {
    return new FaultRule(path, Optional.empty(), 0, Integer.MAX_VALUE, 1, fault);
  }

  /** The next matching request alone. */
  public static FaultRule once(String path, Fault fault) {
    return always(path, fault).times(1);
  }

  public FaultRule times(int count) {
    return new FaultRule(path, method, skip, count, probability, fault);
  }

  public FaultRule skip(int count) {
    return new FaultRule(path, method, count, times, probability, fault);
  }

  public FaultRule probability(double share) {
    return new FaultRule(path, method, skip, times, share, fault);
  }

  public FaultRule method(String name) {
    return new FaultRule(path, Optional.of(name), skip, times, probability, fault);
  }

  /** The path as a regular expression. */
  Pattern pattern() {
    StringBuilder expression = new StringBuilder();
    Matcher parts = Pattern.compile("\\*\\*|\\*|[^*]+").matcher(path);
    while (parts.find()) {
      expression.append(
          switch (parts.group()) {
            case "**" -> ".*";
            case "*" -> "[^/]*";
            default -> Pattern.quote(parts.group());
          });
    }
    return Pattern.compile(expression.toString());
  }
}
