/**
 * Small addresses beside the Storage API, for rehearsals: {@code /faults}, {@code /requests},
 * {@code /expire} and {@code /rows}; {@link io.sluice.sandbox.control.ControlRoutes} tells what
 * each does.
 */
package io.sluice.sandbox.control;
