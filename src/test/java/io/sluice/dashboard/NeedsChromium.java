package io.sluice.dashboard;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Skips the tests where no Chromium is installed, and says how to get it. With {@code
 * BROWSER_TESTS=required} in the environment they fail instead: CI may not pass without them.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsChromium.Condition.class)
@interface NeedsChromium {

  /** Looks for the browser. */
  final class Condition implements ExecutionCondition {
    private static final Logger LOG = Logger.getLogger(NeedsChromium.class);
    private static final String ADVICE =
        "No Chromium was found, so the dashboard's browser tests do not run. Get it with"
            + " `apt-get install -y chromium`, or name its path in CHROMIUM.";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      if (Chromium.executable().isPresent() || "required".equals(System.getenv("BROWSER_TESTS"))) {
        return ConditionEvaluationResult.enabled("a browser is there, or has to be");
      }
      LOG.warn(ADVICE);
      return ConditionEvaluationResult.disabled(ADVICE);
    }
  }
}
