package io.sluice.sandbox.cloud;

import io.sluice.sandbox.wire.RequestLog;
import java.util.function.Predicate;

/**
 * What all clouds share.
 *
 * @param storageToken whether a text is a Storage token, which must never come to a cloud
 * @param multipartEtags whether S3's ETags are those of multipart uploads: no MD5
 */
public record Surroundings(
    ObjectStore objects,
    Lending lending,
    RequestLog log,
    Lives lives,
    Predicate<String> storageToken,
    boolean multipartEtags) {}
