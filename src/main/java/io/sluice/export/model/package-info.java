/**
 * What an export is, in values that never change: the {@link io.sluice.export.model.ExportRequest}
 * that was asked for, the {@link io.sluice.export.model.ExportState} that it is in, its progress,
 * and what became of it. The journal keeps them as JSON, the API shows them.
 */
package io.sluice.export.model;
