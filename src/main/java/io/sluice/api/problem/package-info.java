/**
 * Every failure is an RFC 9457 problem: {@link io.sluice.api.problem.Problems} answers those of the
 * resources, {@link io.sluice.api.problem.ProblemRoutes} those outside of them, and {@link
 * io.sluice.api.problem.ProblemPages} serves a page for each type.
 */
package io.sluice.api.problem;
