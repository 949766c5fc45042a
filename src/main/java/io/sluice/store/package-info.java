/**
 * Rows with versions and fences: what must outlive a process. {@link io.sluice.store.ExportStore}
 * inserts a row once, finds it by its id, its key or an equal request, pages, saves by
 * compare-and-set and removes; {@link io.sluice.store.Claims} give a row to one process for a time;
 * {@link io.sluice.store.Changes} tell of what has become durable. The room does not look into a
 * row's document.
 *
 * <p>{@code file} keeps rows in the data directory of one process. Every implementation passes the
 * same contract suite.
 */
package io.sluice.store;
