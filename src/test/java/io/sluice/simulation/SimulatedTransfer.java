package io.sluice.simulation;

import io.sluice.base.ErrorCode;
import io.sluice.csv.CsvSummary;
import io.sluice.transfer.SliceFile;
import io.sluice.transfer.SliceTransfer;
import io.sluice.transfer.TransferRequest;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** Slices arrive one by one; what is on the disk already is kept. */
final class SimulatedTransfer implements SliceTransfer {
  private final World world;
  private final Work work;
  private final SimulatedDisk disk;

  SimulatedTransfer(World world, Work work, SimulatedDisk disk) {
    this.disk = disk;
    this.world = world;
    this.work = work;
  }

  @Override
  public Uni<List<SliceFile>> fetch(TransferRequest request) {
    return Multi.createFrom()
        .items(IntStream.range(0, request.slices().size()).boxed())
        .onItem()
        .transformToUniAndConcatenate(number -> fetch(request, number))
        .collect()
        .asList();
  }

  private Uni<SliceFile> fetch(TransferRequest request, int number) {
    return work.of(
        request.owner(),
        "slice " + number,
        () -> request.listener().begun(number),
        () -> {
          world.mayFail(ErrorCode.CLOUD_UNAVAILABLE);
          return arrived(request, number);
        });
  }

  private SliceFile arrived(TransferRequest request, int number) {
    Path path = request.directory().resolve("slice-%05d.parquet".formatted(number));
    String content = SimulatedUpstream.content(request.slices().get(number).address());
    if (disk.read(path).equals(Optional.of(content))) {
      request.listener().resumed(content.length());
    } else {
      disk.write(path, content);
      request.listener().received(content.length());
    }
    SliceFile slice =
        new SliceFile(
            number,
            path,
            content.length(),
            Optional.of(new CsvSummary(1, 5, 1, 5, OptionalLong.empty(), false, false, false)));
    request.listener().finished(slice);
    return slice;
  }
}
