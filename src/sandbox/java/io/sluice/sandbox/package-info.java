/**
 * An embedded Storage API with sample tables, for the first run, for tests and for rehearsals; no
 * part of the product.
 *
 * <p>{@link io.sluice.sandbox.Sandbox} is the whole of it. The application mounts it under {@code
 * /sandbox} in dev and test; {@link io.sluice.sandbox.SandboxServer} gives it a port of its own.
 * Below its base lie the Storage API ({@code /v2/storage}), the clouds ({@code /s3}, {@code /gcs},
 * {@code /azure}) and what rehearsals need ({@link io.sluice.sandbox.control.ControlRoutes}). The
 * token says which project one sees: {@code sandbox-aws}, {@code sandbox-gcp}, {@code
 * sandbox-gcp-bigquery}, {@code sandbox-azure}; {@code sandbox-aws-reader} may only read, {@code
 * sandbox-aws-stranger} may nothing, {@code sandbox-aws-production} and {@code
 * sandbox-aws-developer} may all in one branch. Each has the tables of {@link
 * io.sluice.sandbox.data.SampleTables}.
 *
 * <p>A request's way: {@code wire} notes it and may let it fail, {@code storage} answers it as the
 * Storage API does, {@code unload} writes the slices of an export from the tables of {@code data},
 * and {@code cloud} gives them to whoever has the right credentials.
 *
 * <h2>Faults on demand</h2>
 *
 * <p>Each rule is a JSON object sent to {@code POST /sandbox/faults}; {@code DELETE
 * /sandbox/faults} ends them all. {@code path} says which requests it befalls ({@code *} within a
 * segment, {@code **} anything), and {@code method}, {@code skip}, {@code times} and {@code
 * probability} narrow it down:
 *
 * <pre>{@code
 * {"path": "/v2/storage/jobs/*", "fault": "status", "status": 429, "retryAfter": "1", "times": 3}
 * {"path": "/s3/**", "fault": "cut", "afterBytes": 70000, "skip": 2, "times": 1}
 * {"path": "/**", "fault": "assorted", "probability": 0.2}
 * }</pre>
 *
 * <p>The faults and their own fields: {@code status} (status, retryAfter), {@code maintenance}
 * (retryAfter), {@code cut} (afterBytes), {@code stall} (afterBytes, pauseMillis), {@code drip}
 * (bytesPerSecond), {@code truncate} (missingBytes), {@code wrongLength} (difference), {@code
 * corrupt} (position), {@code changedEtag}, {@code ignoreRange}, {@code forbiddenAtFirst}
 * (ageMillis), {@code hostileManifest} (hostility), {@code oddJob} (status), {@code assorted}. What
 * each does is told at {@link io.sluice.sandbox.wire.Fault}.
 */
package io.sluice.sandbox;
