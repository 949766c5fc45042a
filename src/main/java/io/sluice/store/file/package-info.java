/**
 * Rows in the data directory of one process: {@link io.sluice.store.file.FileStore} writes on one
 * thread, each row a file that is replaced as a whole, and finds through {@code RowIndex}, which
 * holds the labels of all rows in memory and none of their documents.
 */
package io.sluice.store.file;
