/**
 * One request to a stack: {@link io.sluice.storage.wire.StorageClient} sends it with the token,
 * {@link io.sluice.storage.wire.ExchangeLimits} bounds it in time and length, {@link
 * io.sluice.storage.wire.StorageErrors} says what an answer other than 2xx means, and {@link
 * io.sluice.storage.wire.ResilientCalls} tries again what may pass and leaves alone for a while
 * what keeps failing. {@link io.sluice.storage.wire.Json} reads JSON as PHP writes it.
 */
package io.sluice.storage.wire;
