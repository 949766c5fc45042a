/**
 * Which exports go on now (decision 0012). {@link io.sluice.export.run.ExportRunner} sends each
 * connection's exports to their project in the order they came; there they wait for one of its
 * places for jobs and hold nothing here. As many as are allowed work here, shared out fairly
 * between connections. On SIGTERM all work ends where it is.
 */
package io.sluice.export.run;
