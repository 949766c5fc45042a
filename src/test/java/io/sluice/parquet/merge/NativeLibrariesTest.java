package io.sluice.parquet.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.parquet.Merging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class NativeLibrariesTest {
  private static final List<String> UNPACKED =
      List.of(
          "jnilib-10040972316149054599.tmp",
          "libzstd-jni-1.5.7-63379170515991201270.so",
          "snappy-1.1.10-5d0b6f2c-6d4a-4a5e-8d3b-0f0d8a1c2b3e-libsnappyjava.so");

  @TempDir Path directory;

  @Test
  @EnabledOnOs(OS.LINUX)
  void whatIsLoadedHasNoFileAnyMore() throws IOException {
    // When
    Merging.shared();

    // Then
    assertThat(NativeLibraries.mapped()).isEmpty();
    assertThat(Files.readString(Path.of("/proc/self/maps")))
        .containsPattern("jnilib-\\d+\\.tmp \\(deleted\\)");
  }

  @Test
  void whatKilledProcessesLeftIsSweptOnceItIsOld() throws IOException {
    // Given
    for (String name : UNPACKED) {
      old(Files.createFile(directory.resolve(name)));
    }

    // When
    NativeLibraries.sweep(directory, Instant.now().minus(Duration.ofMinutes(10)));

    // Then
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void whatIsYoungOrForeignOrNoFileStays() throws IOException {
    // Given
    Path young = Files.createFile(directory.resolve(UNPACKED.get(0)));
    Path foreign = old(Files.createFile(directory.resolve("jnilib-notes.tmp")));
    Path folder = old(Files.createDirectory(directory.resolve("jnilib-1.tmp")));
    Path link = Files.createSymbolicLink(directory.resolve("jnilib-2.tmp"), foreign);

    // When
    NativeLibraries.sweep(directory, Instant.now().minus(Duration.ofMinutes(10)));

    // Then
    assertThat(directory.toFile().listFiles())
        .containsExactlyInAnyOrder(
            young.toFile(), foreign.toFile(), folder.toFile(), link.toFile());
  }

  private static Path old(Path path) throws IOException {
    return Files.setLastModifiedTime(
        path, FileTime.from(Instant.now().minus(Duration.ofMinutes(11))));
  }
}
