/**
 * The face of the room. {@link io.sluice.export.accept.Submissions} and {@link
 * io.sluice.export.accept.Batches} accept a request once for each key, {@link
 * io.sluice.export.accept.Exports} writes each new export to the journal, hands it on to be run,
 * and finds, cancels and removes exports.
 */
package io.sluice.export.accept;
