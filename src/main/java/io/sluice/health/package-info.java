/**
 * Whether the gateway should be sent work: each {@link io.sluice.health.ReadinessCheck} answers
 * from memory, so that a probe waits for no disk and holds no event loop. What a not-ready gateway
 * means is decision 0014. Used by nobody.
 */
package io.sluice.health;
