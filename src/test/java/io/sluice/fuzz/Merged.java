package io.sluice.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.parquet.Duck;
import io.sluice.parquet.MergeResult;
import io.sluice.parquet.Merging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.arrow.dataset.jni.NativeMemoryPool;

/** The real merge over one slice, and what may be left of it: a whole file, or nothing. */
final class Merged implements AutoCloseable {
  private final Path directory;
  private final Duck duck = new Duck();
  private final long nativeBefore = NativeMemoryPool.getDefault().getBytesAllocated();

  Merged() {
    try {
      directory = Files.createTempDirectory("fuzz");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  Path slice(String name, byte[] bytes) throws IOException {
    return Files.write(directory.resolve(name), bytes);
  }

  Merging merging() {
    return new Merging(directory);
  }

  Duck duck() {
    return duck;
  }

  /** Looks at the result while it is there. */
  interface Look {
    void at(MergeResult result, Path file) throws IOException;
  }

  /** How the merge ended; nothing stays in the directory. */
  String outcome(Merging merging, Look look) throws IOException {
    Optional<MergeResult> result = Optional.empty();
    String outcome;
    try {
      result = Optional.of(merging.run());
      outcome = "ok " + result.get().merge().name().toLowerCase(java.util.Locale.ROOT);
    } catch (SluiceException e) {
      if (e.code() == ErrorCode.INTERNAL
          || (e.code() == ErrorCode.MERGE_FAILED && e.getCause() != null)) {
        throw e;
      }
      assertThat(merging.output()).doesNotExist();
      outcome = e.code().slug();
    }
    try {
      if (result.isPresent()) {
        look.at(result.get(), merging.output());
        Files.delete(merging.output());
      }
      assertThat(files()).as("files that a merge left").isEmpty();
    } finally {
      clear();
    }
    return outcome;
  }

  /** All that is there but slices. */
  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> !file.getFileName().toString().startsWith("slice")).toList();
    }
  }

  private void clear() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!file.equals(directory)) {
          Files.delete(file);
        }
      }
    }
  }

  /** Arrow gives back what a failed scan held when its threads come to it. */
  @Override
  public void close() throws IOException {
    duck.close();
    clear();
    Files.delete(directory);
    await()
        .untilAsserted(
            () ->
                assertThat(NativeMemoryPool.getDefault().getBytesAllocated())
                    .as("bytes of Arrow's that nobody gave back")
                    .isLessThanOrEqualTo(nativeBefore));
  }
}
