/**
 * The ground that every room stands on and that knows none of them: the one exception root with its
 * stable codes, secrets that do not print, the port through which time comes, the directories that
 * this process owns, and the steps on disk whose order decides what survives a crash.
 */
package io.sluice.base;
