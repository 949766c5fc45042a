/**
 * The HTTP API (design.md, "The HTTP contract"): {@link io.sluice.api.ExportsResource} takes a body
 * that {@link io.sluice.api.RequestReader} has checked, {@link io.sluice.api.Representation} is
 * what every answer and event carries, {@link io.sluice.api.Problem} is every failure.
 */
package io.sluice.api;
