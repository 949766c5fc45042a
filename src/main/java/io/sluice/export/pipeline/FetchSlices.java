package io.sluice.export.pipeline;

import io.sluice.base.Timekeeper;
import io.sluice.cloud.CloudConfig;
import io.sluice.cloud.CredentialsProvider;
import io.sluice.cloud.RefreshingCredentials;
import io.sluice.cloud.SliceAddress;
import io.sluice.csv.CsvSummary;
import io.sluice.export.live.LiveExport;
import io.sluice.export.model.Export;
import io.sluice.export.model.ExportState;
import io.sluice.export.model.ExportState.Downloading;
import io.sluice.export.model.Unload;
import io.sluice.storage.FileDetail;
import io.sluice.storage.Manifest;
import io.sluice.storage.StorageApi;
import io.sluice.transfer.SliceFile;
import io.sluice.transfer.SliceFormat;
import io.sluice.transfer.SliceTransfer;
import io.sluice.transfer.TransferRequest;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** The object store's part: file detail, manifest, and its slices into the work directory. */
@ApplicationScoped
public class FetchSlices {
  private final SliceTransfer transfer;
  private final Scratch scratch;
  private final CloudConfig config;
  private final Timekeeper time;

  public FetchSlices(SliceTransfer transfer, Scratch scratch, CloudConfig config, Timekeeper time) {
    this.transfer = transfer;
    this.scratch = scratch;
    this.config = config;
    this.time = time;
  }

  Uni<ExportState> fetch(StorageApi api, LiveExport export, Downloading downloading) {
    long id = downloading.unload().fileId().orElseThrow();
    Uni<FileDetail> detail = api.file(id, export.now().request().branch());
    return detail
        .chain(
            file ->
                api.manifest(file)
                    .map(manifest -> request(export, downloading.unload(), file, manifest, detail)))
        .chain(transfer::fetch)
        .map(slices -> downloading.merging(names(slices), contents(slices)));
  }

  /** Access to the slices renews itself. */
  private TransferRequest request(
      LiveExport export,
      Unload unload,
      FileDetail file,
      Manifest manifest,
      Uni<FileDetail> detail) {
    CredentialsProvider access =
        new RefreshingCredentials(
            file.access(), () -> detail.map(FileDetail::access), time, config.renewBefore());
    Export now = export.now();
    export.meter().expect(manifest.slices().size(), file.sizeBytes());
    return new TransferRequest(
        now.id().value(),
        manifest.slices().stream()
            .map(address -> new TransferRequest.Slice(address, format(unload, address)))
            .toList(),
        scratch.of(now.id()),
        file.sizeBytes(),
        access,
        export.meter());
  }

  /** A manifest may mix packed and plain slices. */
  private static SliceFormat format(Unload unload, SliceAddress address) {
    return switch (unload.fileType()) {
      case PARQUET -> SliceFormat.PARQUET;
      case CSV -> SliceFormat.csv(address.name());
    };
  }

  /** What the slices hold, one for one; empty where they are Parquet. */
  private static List<CsvSummary> contents(List<SliceFile> slices) {
    return slices.stream().flatMap(slice -> slice.csv().stream()).toList();
  }

  private static List<String> names(List<SliceFile> slices) {
    return slices.stream().map(slice -> slice.path().getFileName().toString()).toList();
  }
}
