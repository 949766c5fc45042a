package io.sluice.cloud;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.util.List;

/**
 * The operating system's resolver, hence its search domains and hosts file, and the JVM's cache.
 * Its blocking calls run on a few threads of their own.
 */
@ApplicationScoped
public class SystemHostResolver implements HostResolver {
  private static final int THREADS = 4;

  private final WorkerExecutor threads;

  public SystemHostResolver(Vertx vertx) {
    this.threads = vertx.createSharedWorkerExecutor("sluice-resolver", THREADS);
  }

  @Override
  public Uni<List<InetAddress>> resolve(String host) {
    return Uni.createFrom()
        .completionStage(
            () ->
                threads
                    .executeBlocking(() -> List.of(InetAddress.getAllByName(host)), false)
                    .toCompletionStage());
  }

  @PreDestroy
  void close() {
    threads.close();
  }
}
