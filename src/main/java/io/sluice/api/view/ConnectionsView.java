package io.sluice.api.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.sluice.catalog.Bucket;
import io.sluice.catalog.Project;
import io.sluice.catalog.TableDescription;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The configured connections. */
@RegisterForReflection
public record ConnectionsView(List<Connection> connections) {

  /**
   * One of them.
   *
   * @param project what its token says; none in a list, where no token is checked
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Connection(String name, Optional<Project> project, Links links) {
    public static Connection of(String name, Optional<Project> project) {
      String self = "/v1/connections/" + name;
      return new Connection(name, project, new Links(self, self + "/buckets", self + "/tables"));
    }
  }

  @RegisterForReflection
  public record Links(String self, String buckets, String tables) {}

  @RegisterForReflection
  public record Buckets(List<Bucket> buckets) {}

  @RegisterForReflection
  public record Tables(List<TableDescription> tables) {}

  public static ConnectionsView of(Collection<String> names) {
    return new ConnectionsView(
        names.stream().map(name -> Connection.of(name, Optional.empty())).toList());
  }
}
