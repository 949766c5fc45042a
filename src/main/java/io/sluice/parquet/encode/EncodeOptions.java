package io.sluice.parquet.encode;

import org.apache.parquet.format.CompressionCodec;

/**
 * How a file is encoded.
 *
 * @param codec ZSTD, SNAPPY or UNCOMPRESSED
 * @param groupRows a row group has no more rows, save by less than one batch
 * @param groupBytes a row group has no more bytes as they came from the scan, save by less than one
 *     batch
 */
public record EncodeOptions(
    CompressionCodec codec, int zstdLevel, long groupRows, long groupBytes) {}
