/**
 * What every request passes before anybody else sees it: {@link io.sluice.api.guard.GuardRoutes}
 * asks for an address that is one ({@link io.sluice.api.guard.RequestTarget}), for one host that is
 * ours ({@link io.sluice.api.guard.HostNames}), for no other site's page behind it ({@link
 * io.sluice.api.guard.CrossSite}), for a body that can be told apart from the next request and
 * comes in time; {@link io.sluice.api.guard.BodyLimit} asks for its size, {@link
 * io.sluice.api.guard.JsonOnly} for its media type. Decision 0007 says why.
 */
package io.sluice.api.guard;
