package io.sluice.simulation;

import io.sluice.base.ErrorCode;
import io.sluice.delivery.Destination;
import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Where results go. A removal may come while a delivery is under way: then both are done in order.
 */
final class SimulatedShelf implements Destination {
  private final World world;
  private final Events events;
  private final Work work;

  SimulatedShelf(World world, Events events, Work work) {
    this.world = world;
    this.events = events;
    this.work = work;
  }

  @Override
  public Uni<Optional<URI>> publish(String exportId, String name, Path file) {
    return work.of(
        exportId,
        "publish",
        () -> {},
        () -> {
          world.mayFail(ErrorCode.DELIVERY_FAILED);
          return published(exportId, name, file);
        });
  }

  private Optional<URI> published(String exportId, String name, Path file) {
    world
        .disk()
        .read(file)
        .ifPresent(
            content -> {
              world.disk().results().put(exportId, content);
              world.disk().delete(file);
            });
    return Optional.ofNullable(world.disk().results().get(exportId))
        .map(there -> URI.create("file:///results/" + exportId + "/" + name));
  }

  @Override
  public Uni<Void> remove(String exportId) {
    return events.later(
        "shelf removes " + world.ledger().name(exportId),
        () -> {
          world.mayFail(ErrorCode.DISK_FAILED);
          world.disk().results().remove(exportId);
          return null;
        });
  }

  @Override
  public Uni<Void> removeOrphans(Predicate<String> orphan, Instant olderThan) {
    return events.later(
        "shelf removes orphans",
        () -> {
          new TreeSet<>(world.disk().results().keySet())
              .stream().filter(orphan).forEach(world.disk().results()::remove);
          return null;
        });
  }
}
