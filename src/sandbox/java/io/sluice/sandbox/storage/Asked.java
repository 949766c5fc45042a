package io.sluice.sandbox.storage;

import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Who asks, for which branch and which table; checked in the order in which the API checks. */
final class Asked {
  private final RoutingContext context;
  private final Token token;
  private final long branch;

  Asked(RoutingContext context, Tokens tokens) {
    this.context = context;
    this.token = tokens.of(context.request());
    this.branch = branch(context.pathParam("branch"));
    if (!token.mayUse(branch)) {
      throw StorageError.accessDenied();
    }
  }

  Token token() {
    return token;
  }

  long branch() {
    return branch;
  }

  private long branch(String asked) {
    Project project = token.project();
    if (asked == null || asked.equals("default")) {
      return project.defaultBranch();
    }
    if (asked.equals(Long.toString(project.defaultBranch()))
        || asked.equals(Long.toString(project.devBranch()))) {
      return Long.parseLong(asked);
    }
    throw new StorageError(
        404, "storage.branchNotFound", "Branch id \"" + asked + "\" does not exist");
  }

  /** The run that the caller belongs to; empty for none. */
  String runId() {
    String id = context.request().getHeader("X-KBC-RunId");
    return id == null ? "" : id;
  }

  /** The table as its branch has it. */
  Project.Stored table() {
    return table(branch);
  }

  /**
   * The table as another branch has it (storage-api.md 1.1, 1.5).
   *
   * @param source the branch; none for the caller's own
   */
  Project.Stored tableOf(Optional<String> source) {
    long from = source.map(this::branch).orElse(branch);
    if (token.onlyBranch().isPresent() && branch != from && branch == defaultBranch()) {
      throw StorageError.invalid("Cannot export table from development branch to production");
    }
    return table(from);
  }

  private long defaultBranch() {
    return token.project().defaultBranch();
  }

  private Project.Stored table(long from) {
    String id = context.pathParam("table");
    int dot = id.lastIndexOf('.');
    String bucket = bucket(dot < 0 ? "" : id.substring(0, dot));
    return token
        .project()
        .table(id)
        .filter(stored -> from == defaultBranch() || !id.equals(Project.NOT_IN_DEV_BRANCH))
        .orElseThrow(
            () ->
                new StorageError(
                    404,
                    "storage.tables.notFound",
                    "The table \"%s\" was not found in the bucket \"%s\" in the project \"%d\""
                        .formatted(id.substring(dot + 1), bucket, token.project().id())));
  }

  /** The bucket's id, where it is there and the token may read it. */
  String bucket(String id) {
    if (!token.project().buckets().contains(id)) {
      throw new StorageError(404, "storage.buckets.notFound", "Bucket " + id + " not found");
    }
    if (!token.mayRead(id)) {
      throw StorageError.accessDenied();
    }
    return id;
  }
}
