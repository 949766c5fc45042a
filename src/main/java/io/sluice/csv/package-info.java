/**
 * The grammar of header-less CSV slices: counts a slice's records without a parser's help, so that
 * what a parser reads can be held against it, and cuts large ones between records.
 */
package io.sluice.csv;
