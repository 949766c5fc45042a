package io.sluice.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoriesTest {
  @TempDir Path folder;

  @Test
  void createsWhatIsMissing() {
    // When
    try (Directories directories = open("data", "work")) {
      // Then
      assertThat(directories.exports()).isDirectory();
      assertThat(directories.results()).isDirectory();
      assertThat(directories.work()).isDirectory().isAbsolute();
    }
  }

  @Test
  void refusesADataDirectoryThatIsInUse() {
    // Given
    try (Directories first = open("data", "work")) {
      // When
      assertThatThrownBy(() -> open("data", "other"))
          // Then
          .isInstanceOf(SluiceException.class)
          .hasMessageContaining("sluice.data-dir=" + folder.resolve("data"))
          .hasMessageContaining("in use by another process (process ")
          .hasMessageContaining("a directory of its own");
      assertThat(first.exports()).isDirectory();
    }
  }

  @Test
  void refusesAWorkDirectoryThatIsInUseAndLeavesTheDataDirectoryFree() {
    // Given
    try (Directories first = open("data", "work")) {
      // When
      assertThatThrownBy(() -> open("second", "work"))
          // Then
          .hasMessageContaining("sluice.work-dir=" + first.work());
    }
    open("second", "work").close();
  }

  @Test
  void aDirectoryIsFreeAgainOnceClosed() {
    // Given
    open("data", "work").close();

    // When
    Directories again = open("data", "work");

    // Then
    assertThat(again.exports()).isDirectory();
    again.close();
  }

  @Test
  void theLockOfAKilledProcessDoesNotOutliveIt() throws Exception {
    // Given
    Process other = otherProcess();
    String said = other.inputReader().readLine();
    assertThatThrownBy(() -> open("data", "work"))
        .hasMessageContaining("(process " + other.pid() + ")");

    // When
    other.destroyForcibly().waitFor();

    // Then
    assertThat(said).isEqualTo("locked");
    open("data", "work").close();
  }

  @Test
  void saysWhatIsWrongWithADirectoryThatCannotBe() throws IOException {
    // Given
    Files.writeString(folder.resolve("data"), "a file", StandardCharsets.UTF_8);

    // When
    assertThatThrownBy(() -> open("data", "work"))
        // Then
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DISK_FAILED))
        .hasMessageStartingWith("sluice.data-dir=" + folder.resolve("data") + " cannot be used: ");
  }

  @Test
  void refusesADataDirectoryThatIsSomebodyElses() throws IOException {
    // Given
    Files.createDirectories(folder.resolve("data/results/run-1"));
    Files.createDirectories(folder.resolve("data/exports"));

    // When
    assertThatThrownBy(() -> open("data", "work"))
        // Then
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DISK_FAILED))
        .hasMessageContaining("sluice.data-dir=" + folder.resolve("data"))
        .hasMessageContainingAll("exports", "results", "name one that is new or empty");
    assertThat(folder.resolve("data/results/run-1")).isDirectory();
    assertThatThrownBy(() -> open("data", "work")).hasMessageContaining("new or empty");
  }

  @Test
  void takesOverWhatAnEarlierVersionWroteWithoutAMarker() throws IOException {
    // Given
    Files.createDirectories(folder.resolve("data/results/kept"));
    Files.createDirectories(folder.resolve("data/exports"));
    Files.writeString(folder.resolve("data/.lock"), "process 7\n", StandardCharsets.UTF_8);
    Files.writeString(folder.resolve("data/notes.txt"), "beside", StandardCharsets.UTF_8);

    // When
    open("data", "work").close();

    // Then
    assertThat(folder.resolve("data/.sluice")).isRegularFile();
    assertThat(folder.resolve("data/results/kept")).isDirectory();
    open("data", "work").close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"lost+found", ".snapshot", "work"})
  void takesADirectoryThatIsEmptyButForWhatVolumesHave(String entry) throws IOException {
    // Given
    Files.createDirectories(folder.resolve("data").resolve(entry));

    // When
    open("data", "data/work").close();

    // Then
    assertThat(folder.resolve("data/.sluice")).isRegularFile();
  }

  @Test
  void closesToOtherUsersWhatItMakes() throws IOException {
    // When
    open("data", "work").close();

    // Then
    try (Stream<Path> all = Files.walk(folder)) {
      assertThat(all.filter(path -> !path.equals(folder)))
          .hasSizeGreaterThan(6)
          .allSatisfy(path -> assertThat(permissions(path)).endsWith("------"));
    }
  }

  @Test
  void closesToOtherUsersWhatAnEarlierVersionLeftOpen() throws IOException {
    // Given
    open("data", "work").close();
    for (String name : List.of("exports", "results", "requests", "set-aside")) {
      Path directory = Files.createDirectories(folder.resolve("data").resolve(name));
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    // When
    open("data", "work").close();

    // Then
    for (String name : List.of("exports", "results", "requests", "set-aside")) {
      assertThat(permissions(folder.resolve("data").resolve(name))).isEqualTo("rwx------");
    }
  }

  @Test
  void worksOnAVolumeThatItsGroupOrEverybodyMayWrite() throws IOException {
    // Given
    Path volume = Files.createDirectory(folder.resolve("data"));
    Files.setPosixFilePermissions(volume, PosixFilePermissions.fromString("rwxrwxrwx"));

    // When
    open("data", "work").close();

    // Then
    assertThat(permissions(volume)).isEqualTo("rwxrwxrwx");
    assertThat(permissions(volume.resolve("exports"))).isEqualTo("rwx------");
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private Directories open(String data, String work) {
    return new Directories(folder.resolve(data), folder.resolve(work));
  }

  private Process otherProcess() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            LockHolder.class.getName(),
            folder.resolve("data").toString(),
            folder.resolve("work").toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Another gateway, as far as locks go. */
  static final class LockHolder {
    private LockHolder() {}

    public static void main(String[] arguments) throws IOException {
      Directories held = new Directories(Path.of(arguments[0]), Path.of(arguments[1]));
      System.out.println("locked");
      System.in.read();
      held.close();
    }
  }
}
