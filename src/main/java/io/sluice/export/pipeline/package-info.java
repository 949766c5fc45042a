/**
 * The journey of one export. {@link io.sluice.export.pipeline.ExportPipeline} carries it from one
 * {@link io.sluice.export.model.ExportState} to the next: start the job and poll it, fetch the
 * slices, merge them into one Parquet file, deliver the file. Waiting for the job holds a place of
 * the project alone; {@link io.sluice.export.pipeline.Stages} says how many transfer and merge.
 * After a restart the pipeline runs again from the state that the journal kept.
 */
package io.sluice.export.pipeline;
