package io.sluice.simulation;

import io.sluice.base.ErrorCode;
import io.sluice.base.ExportId;
import io.sluice.delivery.Destination;
import io.sluice.simulation.World.Delivered;
import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Where results go. A removal may come while a delivery is under way: then both are done in order.
 */
final class SimulatedShelf implements Destination {
  private final World world;
  private final Events events;
  private final Work work;
  private final SimulatedDisk disk;

  SimulatedShelf(World world, Events events, Work work, SimulatedDisk disk) {
    this.disk = disk;
    this.world = world;
    this.events = events;
    this.work = work;
  }

  @Override
  public Uni<Optional<URI>> publish(ExportId export, String name, Path file) {
    return work.of(
        export.value(),
        "publish",
        () -> {},
        () -> {
          world.mayFail(ErrorCode.DELIVERY_FAILED);
          return published(export.value(), name, file);
        });
  }

  private Optional<URI> published(String exportId, String name, Path file) {
    disk.read(file)
        .ifPresent(
            content -> {
              world.results().put(exportId, new Delivered(content, world.clock().now()));
              disk.delete(file);
            });
    return Optional.ofNullable(world.results().get(exportId))
        .map(there -> URI.create("file:///results/" + exportId + "/" + name));
  }

  @Override
  public Uni<Void> remove(ExportId export) {
    String exportId = export.value();
    return events.later(
        "shelf removes " + world.ledger().name(exportId),
        () -> {
          world.ledger().known(exportId).leftBehind = true;
          world.mayFail(ErrorCode.DISK_FAILED);
          world.ledger().known(exportId).leftBehind = false;
          world.results().remove(exportId);
          return null;
        });
  }

  @Override
  public Uni<Void> removeOrphans(Predicate<ExportId> orphan, Instant olderThan) {
    return events.later(
        "shelf removes orphans",
        () -> {
          world
              .results()
              .entrySet()
              .removeIf(
                  e ->
                      e.getValue().at().isBefore(olderThan)
                          && orphan.test(ExportId.parse(e.getKey())));
          return null;
        });
  }
}
