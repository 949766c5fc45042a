package io.sluice.storage.connection;

import io.quarkus.runtime.Startup;
import io.sluice.base.SentSecrets;
import io.sluice.base.Timekeeper;
import io.sluice.cloud.CloudRequests;
import io.sluice.storage.Connections;
import io.sluice.storage.Lookups;
import io.sluice.storage.StorageApi;
import io.sluice.storage.wire.StorageConfig;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.ConfigValidationException.Problem;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The connections of the configuration. A broken one fails the start; all of them are reported at
 * once, each with its key.
 */
@Startup
@ApplicationScoped
public class ConfiguredConnections implements Connections {
  private final ProjectFactory factory;
  private final Map<String, ConnectedProject> projects = new TreeMap<>();

  public ConfiguredConnections(
      ConnectionsConfig connections,
      StorageConfig config,
      CloudRequests requests,
      Timekeeper timekeeper,
      Vertx vertx,
      @ConfigProperty(name = "quarkus.application.version", defaultValue = "dev") String version) {
    List<String> problems = new ArrayList<>();
    Map<String, ConnectionAddress> addresses =
        ConnectionAddress.all(connections, config.allowPlainHttp(), problems);
    problems.addAll(
        ConnectionVariables.problems(System.getenv().keySet(), connections.projects().keySet()));
    if (!problems.isEmpty()) {
      throw new ConfigValidationException(
          problems.stream().map(Problem::new).toArray(Problem[]::new));
    }
    SentSecrets sent = new SentSecrets();
    // Before anything is asked: a service may repeat another connection's token.
    addresses.values().forEach(address -> sent.hold(address.token()));
    factory =
        new ProjectFactory(
            config,
            requests,
            timekeeper,
            io.vertx.mutiny.core.Vertx.newInstance(vertx),
            "Sluice/" + version,
            addresses.size(),
            sent);
    addresses.forEach((name, address) -> projects.put(name, factory.project(name, address)));
  }

  @Override
  public Set<String> names() {
    return projects.keySet();
  }

  @Override
  public StorageApi get(String name) {
    return project(name).api();
  }

  @Override
  public Lookups lookups(String name) {
    return project(name).lookups();
  }

  @Override
  public Lookups freshLookups(String name) {
    return project(name).lookups().fresh();
  }

  private ConnectedProject project(String name) {
    ConnectedProject project = projects.get(name);
    if (project == null) {
      throw Connections.unknown(name, projects.keySet());
    }
    return project;
  }

  @PreDestroy
  void close() {
    factory.close();
  }
}
