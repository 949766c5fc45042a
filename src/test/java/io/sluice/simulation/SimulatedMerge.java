package io.sluice.simulation;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.parquet.MergeRequest;
import io.sluice.parquet.MergeResult;
import io.sluice.parquet.ParquetMerge;
import io.smallrye.mutiny.Uni;
import java.nio.file.Path;
import java.util.List;

/** One file of the slices: what they hold, one after the other. */
final class SimulatedMerge implements ParquetMerge {
  private final World world;
  private final Work work;
  private final SimulatedDisk disk;

  SimulatedMerge(World world, Work work, SimulatedDisk disk) {
    this.disk = disk;
    this.world = world;
    this.work = work;
  }

  @Override
  public Uni<MergeResult> merge(MergeRequest request) {
    return work.of(
        request.owner(),
        "merge",
        () -> {},
        () -> {
          world.mayFail(ErrorCode.MERGE_FAILED);
          return merged(request);
        });
  }

  private MergeResult merged(MergeRequest request) {
    StringBuilder content = new StringBuilder();
    request.slices().forEach(slice -> content.append(read(slice)));
    if (disk.read(request.output()).isPresent()) {
      world.violated("a merge finds its output there: " + request.output());
    }
    request.listener().rows(request.slices().size());
    disk.write(request.output(), content.toString());
    return new MergeResult(
        request.slices().size(),
        content.length(),
        "sha",
        "md5",
        1,
        MergeResult.Kind.STITCH,
        "as it happens",
        List.of(),
        List.of());
  }

  private String read(Path slice) {
    return disk.read(slice)
        .orElseThrow(() -> new SluiceException(ErrorCode.DISK_FAILED, slice + " is gone"));
  }
}
