/**
 * What must survive a crash: {@link io.sluice.journal.Journal} keeps one small checkpoint for each
 * export, replaced as a whole at transitions and finished slices. {@link
 * io.sluice.journal.FileJournal} keeps them as files; a checkpoint that cannot be read is set aside
 * and never stops the start.
 */
package io.sluice.journal;
