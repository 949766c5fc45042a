/**
 * The sample tables: every cell is a function of its row's number, so that nothing is stored, a
 * million rows cost nothing, and a test can say what must come out.
 */
package io.sluice.sandbox.data;
