/**
 * What must survive a crash: {@link io.sluice.journal.Journal} keeps one small checkpoint for each
 * export, replaced as a whole at transitions and finished slices.
 */
package io.sluice.journal;
