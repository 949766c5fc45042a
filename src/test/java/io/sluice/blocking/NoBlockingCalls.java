package io.sluice.blocking;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test during which an event loop blocked: {@code @ExtendWith(NoBlockingCalls.class)}. What
 * fixtures do before and after it does not count: Vert.x takes locks while it closes.
 */
public final class NoBlockingCalls
    implements BeforeTestExecutionCallback, AfterTestExecutionCallback {

  @Override
  public void beforeTestExecution(ExtensionContext context) {
    BlockingCalls.watch();
  }

  @Override
  public void afterTestExecution(ExtensionContext context) {
    assertThat(BlockingCalls.seen()).as("blocking calls on event loops").isEmpty();
  }
}
