package io.sluice.export.pipeline;

import io.sluice.base.Timekeeper;
import io.sluice.cloud.CloudConfig;
import io.sluice.cloud.CredentialsProvider;
import io.sluice.cloud.RefreshingCredentials;
import io.sluice.export.model.ExportRequest;
import io.sluice.export.model.Unload;
import io.sluice.storage.FileDetail;
import io.sluice.storage.StorageApi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Opens unloaded files: file detail, then the manifest. */
@ApplicationScoped
public class SliceSources {
  private final Timekeeper time;
  private final CloudConfig config;

  public SliceSources(Timekeeper time, CloudConfig config) {
    this.config = config;
    this.time = time;
  }

  Uni<SliceSource> open(StorageApi api, ExportRequest request, Unload unload) {
    Uni<FileDetail> detail = api.file(unload.fileId().orElseThrow(), request.branch());
    return detail.chain(file -> listed(api, file, unload, detail));
  }

  private Uni<SliceSource> listed(
      StorageApi api, FileDetail file, Unload unload, Uni<FileDetail> detail) {
    CredentialsProvider access =
        new RefreshingCredentials(
            file.access(), () -> detail.map(FileDetail::access), time, config.renewBefore());
    return api.manifest(file).map(manifest -> new SliceSource(file, manifest, unload, access));
  }
}
