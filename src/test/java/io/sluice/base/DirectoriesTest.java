package io.sluice.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
