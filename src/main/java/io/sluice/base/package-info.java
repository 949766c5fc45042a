/**
 * The ground that every room stands on and that knows none of them: the one exception root with its
 * stable codes, secrets that do not print, and the port through which time comes.
 */
package io.sluice.base;
