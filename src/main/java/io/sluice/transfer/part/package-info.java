/**
 * A slice on disk: {@link io.sluice.transfer.part.Part} knows how much of it has arrived and
 * survives the process, {@link io.sluice.transfer.part.Verification} says whether it is what it
 * should be, {@link io.sluice.transfer.part.PartStore} opens, publishes and drops parts.
 */
package io.sluice.transfer.part;
