package io.sluice.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DiskFailureTest {

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of(
            new FileSystemException("f", null, "No space left on device"),
            "disk-full",
            "free some"),
        Arguments.of(new IOException("Disk quota exceeded"), "disk-full", "free some"),
        Arguments.of(
            new FileSystemException("f", null, "Read-only file system"),
            "journal-failed",
            "mount it for writing"),
        Arguments.of(new AccessDeniedException("f"), "journal-failed", "owner and permissions"),
        Arguments.of(new NoSuchFileException("f"), "journal-failed", "volume is mounted"),
        Arguments.of(new FileNotFoundException("f"), "journal-failed", "volume is mounted"),
        Arguments.of(new IOException("Input/output error"), "journal-failed", "volume's health"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void namesThePathAndWhatToDo(IOException cause, String code, String advice) {
    // When
    SluiceException failure =
        DiskFailure.of(
            ErrorCode.JOURNAL_FAILED, "It could not be kept", Path.of("/volume/x"), cause);

    // Then
    assertThat(failure.code().slug()).isEqualTo(code);
    assertThat(failure)
        .hasMessageStartingWith("It could not be kept: /volume/x ")
        .hasMessageContaining(advice)
        .hasCause(cause);
  }
}
