/** The domain and the main flow: see {@code ExportPipeline}. */
package io.sluice.export;
