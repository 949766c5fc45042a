package io.sluice.transfer.fetch;

import io.quarkus.runtime.Startup;
import io.sluice.base.DaemonThreads;
import io.sluice.base.EventLoopContext;
import io.sluice.base.FairPermits;
import io.sluice.base.Timekeeper;
import io.sluice.cloud.CloudRequests;
import io.sluice.transfer.SliceFile;
import io.sluice.transfer.SliceTransfer;
import io.sluice.transfer.TransferConfig;
import io.sluice.transfer.TransferListener;
import io.sluice.transfer.TransferRequest;
import io.sluice.transfer.http.SliceClient;
import io.sluice.transfer.part.PartStore;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Moves slices over HTTP; see {@link SliceFetch} for the way of one slice. Made at the start: the
 * TLS library is unpacked to disk then, which must not happen on an event loop.
 */
@Startup
@ApplicationScoped
public class HttpSliceTransfer implements SliceTransfer {
  private final int cores = Runtime.getRuntime().availableProcessors();
  private final TransferResources resources;
  private final ExecutorService workers;
  private final ExecutorService verifiers;
  private final DiskReservations space;

  public HttpSliceTransfer(
      Vertx vertx, Timekeeper time, TransferConfig config, CloudRequests requests) {
    this.workers =
        Executors.newFixedThreadPool(Math.max(2, cores), new DaemonThreads("sluice-transfer"));
    this.verifiers =
        Executors.newFixedThreadPool(Math.max(2, cores), new DaemonThreads("sluice-verify"));
    this.space = new DiskReservations(config.mergeSpace());
    this.resources =
        new TransferResources(
            vertx,
            time,
            config,
            requests,
            new SliceClient(vertx, config),
            new PartStore(
                workers,
                verifiers,
                config.unpackedLimit().asLongValue(),
                Math.toIntExact(config.writeQueue().asLongValue()),
                Math.toIntExact(config.chunkSize().asLongValue())),
            new FairPermits(config.parallelSlices()),
            EventLoopContext.open(vertx, config.parallelSlices()));
  }

  @Override
  public Uni<List<SliceFile>> fetch(TransferRequest request) {
    return Uni.createFrom().deferred(() -> fetchWithin(space.open(), request));
  }

  /** The reservation ends with the fetch, however and whenever that ends. */
  private Uni<List<SliceFile>> fetchWithin(
      DiskReservations.Reservation reservation, TransferRequest request) {
    return resources
        .store()
        .prepare(request.directory())
        .chain(() -> claim(reservation, request))
        .chain(
            () ->
                fetchAll(request.heardBy(new ReservationListener(reservation, request.listener()))))
        .onTermination()
        .invoke(reservation::end);
  }

  /** Where nobody said how big the slices are, the disk is checked by filling it. */
  private Uni<DiskReservations.Reservation> claim(
      DiskReservations.Reservation reservation, TransferRequest request) {
    return resources
        .store()
        .work(
            "The free space could not be looked at",
            request.directory(),
            () -> reservation.claim(request.directory(), request.sizeBytes().orElse(0)));
  }

  private Uni<List<SliceFile>> fetchAll(TransferRequest request) {
    return Multi.createFrom()
        .range(0, request.slices().size())
        .onItem()
        .transformToUni(number -> new SliceFetch(resources, request, number).run())
        .merge(resources.config().parallelSlices() + cores)
        .collect()
        .asList()
        .map(HttpSliceTransfer::inOrder);
  }

  private static List<SliceFile> inOrder(List<SliceFile> files) {
    return files.stream().sorted(Comparator.comparingInt(SliceFile::number)).toList();
  }

  @PreDestroy
  public void close() {
    resources.client().close();
    workers.shutdown();
    verifiers.shutdown();
  }

  /** Tells the reservation how much of it is used. */
  private record ReservationListener(
      DiskReservations.Reservation reservation, TransferListener listener)
      implements TransferListener {
    @Override
    public void received(long bytes) {
      reservation.used(bytes);
      listener.received(bytes);
    }

    @Override
    public void resumed(long bytes) {
      listener.resumed(bytes);
    }

    @Override
    public void begun(int slice) {
      listener.begun(slice);
    }

    @Override
    public void finished(SliceFile slice) {
      listener.finished(slice);
    }
  }
}
