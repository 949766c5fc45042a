package io.sluice.sandbox.storage;

/** An error answer of the Storage API (storage-api.md 7); the code may be empty. */
final class StorageError extends RuntimeException {
  private final int status;
  private final String code;

  StorageError(int status, String code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  static StorageError invalid(String message) {
    return new StorageError(400, "storage.validation", message);
  }

  static StorageError accessDenied() {
    return new StorageError(403, "accessDenied", "You don't have access to the resource.");
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }
}
