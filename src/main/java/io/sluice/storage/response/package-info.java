/**
 * What the answers say: JSON becomes jobs, files, manifests, tables and projects. What cannot be
 * understood fails with {@code storage-protocol}; what is odd and harmless is taken.
 */
package io.sluice.storage.response;
