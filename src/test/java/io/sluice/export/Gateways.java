package io.sluice.export;

import io.sluice.base.ManualTimekeeper;
import io.sluice.store.file.MemoryStore;
import io.vertx.mutiny.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Opens gateways for the tests of a class, and closes after each test what it opened:
 * {@code @RegisterExtension static final Gateways GATEWAYS = new Gateways()}.
 */
public final class Gateways implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
  private final List<Gateway> opened = new ArrayList<>();
  private Vertx vertx;

  /** A gateway over what lies in that folder. */
  public Gateway open(Path folder, Map<String, String> settings) {
    Gateway gateway = new Gateway(vertx, folder, settings);
    opened.add(gateway);
    return gateway;
  }

  /** Two gateways on one store, each with a folder of its own. */
  public List<Gateway> openTwo(Path folder, Map<String, String> settings) {
    ManualTimekeeper time = new ManualTimekeeper();
    MemoryStore.Kept kept = new MemoryStore.Kept();
    List<Gateway> two =
        Stream.of("a", "b")
            .map(name -> new Gateway(vertx, folder.resolve(name), settings, time, kept, true))
            .toList();
    opened.addAll(two);
    return two;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    vertx = Vertx.vertx();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    opened.forEach(Gateway::close);
    opened.clear();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    vertx.closeAndAwait();
  }
}
