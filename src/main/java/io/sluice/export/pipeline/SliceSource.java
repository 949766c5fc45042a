package io.sluice.export.pipeline;

import io.sluice.base.ExportId;
import io.sluice.cloud.CredentialsProvider;
import io.sluice.cloud.SliceAddress;
import io.sluice.export.live.LiveExport;
import io.sluice.export.model.Unload;
import io.sluice.storage.FileDetail;
import io.sluice.storage.Manifest;
import io.sluice.transfer.SliceFormat;
import io.sluice.transfer.TransferRequest;
import java.util.List;

/** The slices of an unloaded file, and access to them that renews itself. */
record SliceSource(FileDetail file, Manifest manifest, Unload unload, CredentialsProvider access) {

  TransferRequest request(LiveExport export, Scratch scratch) {
    ExportId id = export.now().id();
    export.meter().expect(manifest.slices().size(), file.sizeBytes());
    return new TransferRequest(
        id.value(), slices(), scratch.of(id), file.sizeBytes(), access, export.meter());
  }

  private List<TransferRequest.Slice> slices() {
    return manifest.slices().stream()
        .map(address -> new TransferRequest.Slice(address, format(address)))
        .toList();
  }

  /** A manifest may mix packed and plain slices. */
  private SliceFormat format(SliceAddress address) {
    return unload.fileType() == Unload.FileType.PARQUET
        ? SliceFormat.PARQUET
        : SliceFormat.csv(address.name());
  }
}
