/**
 * Which exports run now. {@link io.sluice.export.run.ExportRuns} starts as many as are allowed and
 * lets the rest wait in a queue that is fair to each connection; on SIGTERM it ends all work where
 * it is.
 */
package io.sluice.export.run;
