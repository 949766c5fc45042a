package io.sluice.api.problem;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.sluice.base.ErrorCode;
import java.util.Locale;

/**
 * A kind of problem for programs that show it to people.
 *
 * @param type as in each problem of this kind
 * @param meaning what happened
 * @param remedy what to do
 */
@RegisterForReflection
public record Explanation(
    String type,
    String code,
    String title,
    int status,
    String blame,
    boolean retryable,
    String meaning,
    String remedy) {

  static Explanation of(ErrorCode code) {
    Advice advice = Advice.of(code);
    return new Explanation(
        Problem.type(code),
        code.slug(),
        code.title(),
        code.status(),
        code.blame().name().toLowerCase(Locale.ROOT),
        code.retryable(),
        advice.meaning(),
        advice.remedy());
  }
}
