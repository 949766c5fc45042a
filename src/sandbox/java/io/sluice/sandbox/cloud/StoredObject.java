package io.sluice.sandbox.cloud;

import io.sluice.sandbox.wire.Content;
import java.time.Instant;

/**
 * An object as it lies in a bucket.
 *
 * @param md5 in hex
 * @param manifest the bucket's other objects are slices
 */
public record StoredObject(
    String bucket,
    String key,
    Content content,
    String md5,
    String contentType,
    Instant created,
    boolean manifest) {}
