/**
 * The domain and the main flow.
 *
 * <p>{@link io.sluice.export.Exports} accepts an {@link io.sluice.export.domain.ExportRequest},
 * queues it and lets {@link io.sluice.export.ExportPipeline} carry it from one {@link
 * io.sluice.export.domain.ExportState} to the next. A {@link io.sluice.export.LiveExport} is the
 * only owner of one export (decision 0008): each transition is written to the journal and then told
 * to whoever watches; progress is told only. After a restart the pipeline is run again over the
 * state that the journal kept.
 */
package io.sluice.export;
