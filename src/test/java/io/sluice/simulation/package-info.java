/**
 * One world, made of a seed: the export room as it is, between edges that a scheduler holds.
 * Clients submit, repeat, leave, cancel and remove; saves fail, hang and are answered late; a
 * process dies and starts again over what was durable, and two may share a store. Nothing here has
 * a thread, a clock or a file of its own: a run is a function of its seed alone, and says so by its
 * trace.
 *
 * <p>{@link io.sluice.simulation.SimulationTest} runs as many seeds as fit in {@code
 * -Dsimulation.seconds=60} (the default), from {@code -Dsimulation.from=1} on:
 *
 * <pre>
 * ./mvnw test -Dtest=SimulationTest -Dsimulation.seconds=3600 -Dsimulation.from=1000000
 * ./mvnw test -Dtest=SimulationTest -Dsimulation.seed=4711     one world, with its trace
 * </pre>
 *
 * <p>Where to look: {@link io.sluice.simulation.Simulation} is the run, {@link
 * io.sluice.simulation.Mix} what happens how often, {@link io.sluice.simulation.Clients} what
 * callers do, {@link io.sluice.simulation.Records}, {@link io.sluice.simulation.Ledger} and {@link
 * io.sluice.simulation.Settled} what must hold, {@link io.sluice.simulation.SimulatedStore} the
 * edge to the store, {@link io.sluice.simulation.Life} one life of a process.
 */
package io.sluice.simulation;
