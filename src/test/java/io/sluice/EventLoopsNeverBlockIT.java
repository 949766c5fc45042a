package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.sluice.blocking.BlockingCalls;
import io.sluice.sandbox.data.SampleTables;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole exports under BlockHound: the first blocking call on an event loop fails the test. Not in
 * one JVM with the unit tests, for BlockHound reports only to the class loader that installed it
 * first.
 */
@QuarkusTest
@WithTestResource(SandboxResource.class)
class EventLoopsNeverBlockIT {
  @Inject Vertx vertx;

  @TempDir Path downloads;

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "csv"})
  void nothingOfAnExportBlocksAnEventLoop(String fileType) throws Exception {
    // Given
    BlockingCalls.watch();

    // When
    String id = Gateway.submit(SampleTables.ORDERS.id(), fileType);
    String state = Gateway.awaitEnd(id).getString("state");
    Gateway.download(id, downloads);
    List<String> blocked = BlockingCalls.seen();

    // Then
    assertThat(state).isEqualTo("succeeded");
    assertThat(blocked).isEmpty();
  }

  @Test
  void aBlockingCallInTheApplicationWouldBeSeen() {
    // Given
    BlockingCalls.watch();
    CompletableFuture<Void> ran = new CompletableFuture<>();

    // When
    vertx.runOnContext(
        ignored -> {
          LockSupport.parkNanos(1_000_000);
          ran.complete(null);
        });
    ran.join();

    // Then
    assertThat(BlockingCalls.seen()).isNotEmpty();
  }
}
