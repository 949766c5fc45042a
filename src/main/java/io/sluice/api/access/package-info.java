/**
 * Who sends a request. {@link io.sluice.api.access.KeyMechanism} takes API keys, the framework
 * takes tokens of a provider; {@link io.sluice.api.access.AccessRoutes} lets nobody through who is
 * not known, but to what is public, and tells the resources the caller.
 */
package io.sluice.api.access;
