/**
 * One export as it goes. A {@link io.sluice.export.live.LiveExport} is the only owner of one export
 * (decision 0008): each transition is written to the journal and then told to whoever watches;
 * progress is told only.
 */
package io.sluice.export.live;
