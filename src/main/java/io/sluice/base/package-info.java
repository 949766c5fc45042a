/**
 * The ground that every room stands on and that knows none of them: the ids of tables and exports,
 * the one exception root with its stable codes, secrets that do not print, the port through which
 * time comes, the directories that this process owns, the steps on disk whose order decides what
 * survives a crash, and permits that are shared out fairly.
 */
package io.sluice.base;
