/**
 * One export as it goes. A {@link io.sluice.export.live.LiveExport} is the only owner of one export
 * (decision 0008): each transition is durable in the store and then told to whoever watches;
 * progress is told only.
 */
package io.sluice.export.live;
