package io.sluice.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Configured;
import io.sluice.access.Caller;
import io.sluice.base.CallersContexts;
import io.sluice.export.Gateway;
import io.sluice.export.Gateways;
import io.sluice.export.ScriptedRooms;
import io.sluice.export.accept.Exports;
import io.sluice.export.accept.KeptRequestsConfig;
import io.sluice.store.file.MemoryStore;
import io.smallrye.mutiny.Uni;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class OpenReadinessTest {
  @RegisterExtension static final Gateways GATEWAYS = new Gateways();

  @Test
  void isReadyOnceWhatIsKeptIsLoaded(@TempDir Path folder) {
    // Given a store that is still loading
    Gateway gateway = GATEWAYS.open(folder, Map.of());
    CompletableFuture<Void> loaded = new CompletableFuture<>();
    MemoryStore store =
        new MemoryStore(new MemoryStore.Kept()) {
          @Override
          public Uni<Void> open() {
            return Uni.createFrom().completionStage(loaded);
          }
        };
    Exports exports =
        new Exports(
            gateway.runs(),
            store,
            store.ownClaims(gateway.time),
            store,
            ScriptedRooms.rows(),
            gateway.room().destination,
            Configured.with(KeptRequestsConfig.class, Map.of()),
            new CallersContexts(),
            gateway.time);
    OpenReadiness check = new OpenReadiness(exports);
    CompletableFuture<?> request = exports.count(Caller.program()).subscribeAsCompletionStage();

    // Then
    assertThat(check.now().getStatus()).isEqualTo(Status.DOWN);
    assertThat(check.now().getData().orElseThrow()).containsEntry("exports", "loading");
    assertThat(request).isNotDone();

    // When
    loaded.complete(null);

    // Then
    assertThat(request).isCompleted();
    assertThat(check.now().getStatus()).isEqualTo(Status.UP);
  }
}
