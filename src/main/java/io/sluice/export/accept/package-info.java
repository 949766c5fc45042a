/**
 * The face of the room. {@link io.sluice.export.accept.Submissions} and {@link
 * io.sluice.export.accept.Batches} turn requests into wishes, {@code Intake} has the store decide
 * what is new, and hands that on to be run. {@code ActiveExports} are those that this process
 * carries, {@code ForeignExports} those that it does not, {@code Recovery} takes up what nobody
 * carries, and {@link io.sluice.export.accept.Exports} finds, cancels and removes exports.
 */
package io.sluice.export.accept;
