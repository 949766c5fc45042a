package io.sluice.sandbox.storage;

import io.vertx.ext.web.RoutingContext;

/** Who asks, for which branch and which table; checked in the order in which the API checks. */
final class Asked {
  private final RoutingContext context;
  private final Token token;
  private final long branch;

  Asked(RoutingContext context, Tokens tokens) {
    this.context = context;
    this.token = tokens.of(context.request());
    this.branch = branch(context.pathParam("branch"));
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

  Project.Stored table() {
    String id = context.pathParam("table");
    int dot = id.lastIndexOf('.');
    String bucket = bucket(dot < 0 ? "" : id.substring(0, dot));
    return token
        .project()
        .table(id)
        .filter(
            stored ->
                branch == token.project().defaultBranch() || !id.equals(Project.NOT_IN_DEV_BRANCH))
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
