package io.sluice.storage.response;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.storage.StorageApi.Bucket;
import io.sluice.storage.StorageApi.Project;
import io.sluice.storage.wire.Json;
import io.sluice.storage.wire.StorageErrors;
import java.util.OptionalLong;

/** What tokens/verify and the bucket list say (storage-api.md 8). */
public final class ProjectReader {
  private static final int USUAL_PARALLELISM = 10;

  private final StorageErrors errors;

  public ProjectReader(StorageErrors errors) {
    this.errors = errors;
  }

  public Project project(JsonNode json) {
    JsonNode owner = json.path("owner");
    String id =
        Json.word(owner, "id")
            .orElseThrow(() -> errors.notUnderstood("a token that belongs to no project"));
    return new Project(
        errors.name(id, "a project"),
        said(owner, "name"),
        said(owner, "region"),
        said(owner, "defaultBackend"),
        parallelism(owner.path("limits").path("storage.jobsParallelism")));
  }

  public Bucket bucket(JsonNode json) {
    String id =
        Json.word(json, "id").orElseThrow(() -> errors.notUnderstood("a bucket without id"));
    return new Bucket(
        errors.name(id, "a bucket"),
        said(json, "stage"),
        errors.heard(json, "name").map(Object::toString).orElse(id),
        errors.heard(json, "description").map(Object::toString));
  }

  private String said(JsonNode json, String field) {
    return errors.heard(json, field).map(Object::toString).orElse("");
  }

  /** The limit is an object with name and value; a bare number is taken too. */
  private static int parallelism(JsonNode limit) {
    OptionalLong value =
        limit.isObject()
            ? Json.number(limit, "value")
            : limit.canConvertToLong() ? OptionalLong.of(limit.asLong()) : OptionalLong.empty();
    return (int) Math.max(1, Math.min(1000, value.orElse(USUAL_PARALLELISM)));
  }
}
