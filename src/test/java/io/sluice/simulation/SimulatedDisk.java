package io.sluice.simulation;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.file.FileSystem;
import java.lang.reflect.Proxy;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The work directory of one process, in memory. It survives a death. */
final class SimulatedDisk {
  /** What stands for a folder, which holds nothing itself. */
  private static final String FOLDER = "";

  private final World world;
  private final TreeMap<String, String> scratch = new TreeMap<>();

  SimulatedDisk(World world) {
    this.world = world;
  }

  void write(Path file, String content) {
    scratch.put(file.getParent().toString(), FOLDER);
    scratch.put(file.toString(), content);
  }

  Optional<String> read(Path file) {
    return Optional.ofNullable(scratch.get(file.toString()));
  }

  void delete(Path file) {
    scratch.remove(file.toString());
  }

  /** As a work directory on another disk. */
  void lose() {
    scratch.clear();
  }

  /** Whether the export has anything in the work directory. */
  boolean holds(String id) {
    return scratch.keySet().stream().anyMatch(path -> path.contains(id));
  }

  /** The Vert.x of one life, of which the export room uses the file system. */
  io.vertx.mutiny.core.Vertx vertx(Events events) {
    FileSystem files =
        proxy(FileSystem.class, (name, args) -> answer(events, name, args[0].toString(), args));
    return new io.vertx.mutiny.core.Vertx(proxy(Vertx.class, (name, args) -> files));
  }

  /** What one method of an interface comes to. */
  private interface Answers {
    Object answer(String method, Object[] args);
  }

  private static <T> T proxy(Class<T> type, Answers answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, args) -> answers.answer(method.getName(), args)));
  }

  /** Removals take their time, for they race with what is written; the rest is done at once. */
  private Object answer(Events events, String method, String path, Object[] args) {
    Object handler = args[args.length - 1];
    switch (method) {
      case "exists" -> tell(handler, Future.succeededFuture(scratch.containsKey(path)));
      case "mkdirs" -> {
        scratch.put(path, FOLDER);
        tell(handler, Future.succeededFuture());
      }
      case "readDir" -> tell(handler, Future.succeededFuture(children(path)));
      case "delete" ->
          tell(
              handler,
              scratch.remove(path) == null
                  ? Future.failedFuture(new NoSuchFileException(path))
                  : Future.succeededFuture());
      case "deleteRecursive" ->
          events.add(
              "disk removes " + world.ledger().name(Path.of(path).getFileName().toString()),
              () -> {
                scratch.keySet().removeIf(file -> (file + "/").startsWith(path + "/"));
                tell(handler, Future.succeededFuture());
              });
      default -> throw new UnsupportedOperationException(method);
    }
    return null;
  }

  private List<String> children(String folder) {
    return scratch.keySet().stream()
        .filter(path -> Path.of(path).getParent().toString().equals(folder))
        .toList();
  }

  @SuppressWarnings("unchecked") // each method's handler takes what the method says
  private static <T> void tell(Object handler, Future<T> outcome) {
    ((Handler<AsyncResult<T>>) handler).handle(outcome);
  }
}
