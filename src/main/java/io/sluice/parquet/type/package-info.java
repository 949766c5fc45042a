/** The types a column can have, and how Parquet and Arrow each spell them. */
package io.sluice.parquet.type;
