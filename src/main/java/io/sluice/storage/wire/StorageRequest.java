package io.sluice.storage.wire;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * One call of the Storage API.
 *
 * @param path below the stack's address, with its query
 * @param purpose for messages, such as "export table in.c-shop.orders"
 * @param ofTable whether a 404 means that there is no such table
 */
public record StorageRequest(
    HttpMethod method,
    StoragePath path,
    Optional<JsonObject> body,
    String purpose,
    boolean ofTable) {

  public static StorageRequest get(StoragePath path, String purpose) {
    return new StorageRequest(HttpMethod.GET, path, Optional.empty(), purpose, false);
  }

  public static StorageRequest getTable(StoragePath path, String purpose) {
    return new StorageRequest(HttpMethod.GET, path, Optional.empty(), purpose, true);
  }

  public static StorageRequest postTable(StoragePath path, JsonObject body, String purpose) {
    return new StorageRequest(HttpMethod.POST, path, Optional.of(body), purpose, true);
  }

  /** What to do where it is not there. */
  String whenMissing() {
    return ofTable
        ? "Check the table's id and what the token may see; a table that a branch has not changed"
            + " is read without naming the branch"
        : "It may have expired, or lies in another branch";
  }
}
