/**
 * Turns a slice's address into a signed HTTP request: {@link io.sluice.cloud.CloudCredentials}
 * holds the credentials that the Storage API lent, {@link io.sluice.cloud.CloudRequests} checks
 * that the address lies under their prefix and on an allowed host, resolves it, and signs. No byte
 * is moved here.
 */
package io.sluice.cloud;
