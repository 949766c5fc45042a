package io.sluice.sandbox.cloud;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** All objects of all buckets, by bucket and key. */
public final class ObjectStore {
  private record Address(String bucket, String key) {}

  private final Map<Address, StoredObject> objects = new ConcurrentHashMap<>();

  public void put(StoredObject object) {
    objects.put(new Address(object.bucket(), object.key()), object);
  }

  public Optional<StoredObject> get(String bucket, String key) {
    return Optional.ofNullable(objects.get(new Address(bucket, key)));
  }

  /** Removes the objects whose keys begin so. */
  public void removeUnder(String bucket, String prefix) {
    objects
        .keySet()
        .removeIf(address -> address.bucket.equals(bucket) && address.key.startsWith(prefix));
  }
}
