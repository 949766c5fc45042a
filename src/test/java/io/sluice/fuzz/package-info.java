/**
 * Bytes that nobody wrote by hand: what comes over the wire is bent, cut, doubled and spliced, and
 * whatever it becomes, it ends in a right result or in a failure of our own. The guide for
 * contributors says how to run it for longer.
 */
package io.sluice.fuzz;
