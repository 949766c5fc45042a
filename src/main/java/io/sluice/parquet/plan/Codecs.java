package io.sluice.parquet.plan;

import io.sluice.parquet.MergeRequest.Compression;
import org.apache.parquet.format.CompressionCodec;

/** The request's codecs in Parquet's words. */
public final class Codecs {
  private Codecs() {}

  public static CompressionCodec of(Compression compression) {
    return switch (compression) {
      case ZSTD -> CompressionCodec.ZSTD;
      case SNAPPY -> CompressionCodec.SNAPPY;
      case NONE -> CompressionCodec.UNCOMPRESSED;
    };
  }
}
