package io.sluice.export;

import io.sluice.cloud.AccessSource;
import io.sluice.export.domain.Unload;
import io.sluice.storage.FileDetail;
import io.sluice.storage.Manifest;
import io.sluice.transfer.SliceFormat;
import io.sluice.transfer.TransferRequest;

/** The slices of an unloaded file, and access to them that renews itself. */
record SliceSource(FileDetail file, Manifest manifest, Unload unload, AccessSource access) {

  TransferRequest request(LiveExport export, Scratch scratch) {
    String id = export.now().id();
    export.meter().expect(manifest.slices().size(), file.sizeBytes());
    return new TransferRequest(
        id, manifest.slices(), format(), scratch.of(id), file.sizeBytes(), access, export.meter());
  }

  private SliceFormat format() {
    if (unload.fileType() == Unload.FileType.PARQUET) {
      return SliceFormat.PARQUET;
    }
    boolean gzip = manifest.slices().stream().allMatch(slice -> slice.name().endsWith(".gz"));
    return gzip ? SliceFormat.CSV_GZIP : SliceFormat.CSV;
  }
}
