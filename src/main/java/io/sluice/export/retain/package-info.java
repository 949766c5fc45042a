/** Removes what is old: results, exports that ended long ago, scratch that nobody uses. */
package io.sluice.export.retain;
