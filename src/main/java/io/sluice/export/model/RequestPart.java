package io.sluice.export.model;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A large field of a request. The journal keeps it once for all exports whose requests say the
 * same.
 *
 * @param digest the SHA-256 of its JSON, in hex
 * @param bytes of its JSON
 */
@RegisterForReflection
public record RequestPart(String digest, int bytes) {}
