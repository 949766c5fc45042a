package io.sluice.parquet;

import io.sluice.parquet.MergeRequest.Compression;
import org.apache.parquet.format.CompressionCodec;

/** The request's codecs in Parquet's words. */
final class Codecs {
  private Codecs() {}

  static CompressionCodec of(Compression compression) {
    return switch (compression) {
      case ZSTD -> CompressionCodec.ZSTD;
      case SNAPPY -> CompressionCodec.SNAPPY;
      case NONE -> CompressionCodec.UNCOMPRESSED;
    };
  }
}
