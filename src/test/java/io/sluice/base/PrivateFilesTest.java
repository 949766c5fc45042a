package io.sluice.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFilesTest {
  @TempDir Path folder;

  @Test
  void aCopyIsPrivateWhoeverMayReadTheOriginal() throws IOException {
    // Given
    Path original = Files.writeString(folder.resolve("original"), "rows");
    Files.setPosixFilePermissions(original, PosixFilePermissions.fromString("rw-r--r--"));
    Path copy = folder.resolve("copy");
    Files.writeString(copy, "half of an earlier one, which was longer");

    // When
    DurableFiles.real().copy(original, copy);

    // Then
    assertThat(copy).hasContent("rows");
    assertThat(permissions(copy)).isEqualTo("rw-------");
  }

  @Test
  void aFileThatLeavesIsAsItsUsersFilesAre() throws IOException {
    // Given
    Path file = folder.resolve("result.parquet");
    PrivateFiles.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE).close();
    Path usual = Files.createFile(folder.resolve("usual"));

    // When
    PrivateFiles.publish(file);

    // Then
    assertThat(permissions(file)).isEqualTo(permissions(usual));
    try (Stream<Path> entries = Files.list(folder)) {
      assertThat(entries).containsExactlyInAnyOrder(file, usual);
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
