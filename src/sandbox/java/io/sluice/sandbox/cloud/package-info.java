/**
 * Where slices and manifests lie: one {@link io.sluice.sandbox.cloud.ObjectStore} behind the
 * manners of three clouds. A {@link io.sluice.sandbox.cloud.Cloud} signs addresses, lends
 * credentials that end, and answers only a request that carries the right ones (storage-api.md 3,
 * 4, 9).
 */
package io.sluice.sandbox.cloud;
