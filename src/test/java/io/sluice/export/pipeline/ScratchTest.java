package io.sluice.export.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.base.Directories;
import io.sluice.base.ExportId;
import io.sluice.base.ManualTimekeeper;
import io.sluice.base.NamedIds;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.vertx.core.file.FileSystemException;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.file.FileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchTest {
  private static final ExportId ID = NamedIds.id("busy");
  private static final Duration LONGEST_WAIT = Duration.ofMillis(200);
  private static final Duration SOON = Duration.ofSeconds(10);

  private final Vertx vertx = Vertx.vertx();
  private final ManualTimekeeper time = new ManualTimekeeper();
  private final Refusing refusing = new Refusing(vertx);
  private Directories directories;
  private Scratch scratch;

  @BeforeEach
  void open(@TempDir Path folder) throws IOException {
    directories = new Directories(folder.resolve("data"), folder.resolve("work"));
    scratch = new Scratch(refusing, directories, time);
    Files.createDirectories(scratch.of(ID));
    Files.writeString(scratch.output(ID), "half a file");
  }

  @AfterEach
  void close() {
    directories.close();
    vertx.closeAndAwait();
  }

  @Test
  void aFolderThatIsBusyIsRemovedOnceTheClockSaysSo() {
    // Given a folder into which somebody still writes
    refusing.times = 2;

    // When it is removed
    UniAssertSubscriber<Void> removal = remove();

    // Then nothing is tried again before time passes, and it goes by the third try
    await().atMost(SOON).until(() -> time.waiting() == 1);
    assertThat(scratch.of(ID)).exists();
    time.advance(LONGEST_WAIT);
    await().atMost(SOON).until(() -> time.waiting() == 1);
    time.advance(LONGEST_WAIT);
    removal.awaitItem(SOON);
    assertThat(scratch.of(ID)).doesNotExist();
  }

  @Test
  void aFolderThatStaysBusyIsGivenUpAfterFiveMoreTries() {
    // Given
    refusing.times = Integer.MAX_VALUE;

    // When
    UniAssertSubscriber<Void> removal = remove();
    for (int more = 0; more < 5; more++) {
      await().atMost(SOON).until(() -> time.waiting() == 1);
      time.advance(LONGEST_WAIT);
    }

    // Then
    removal.awaitFailure(SOON).assertFailedWith(FileSystemException.class);
    assertThat(time.waiting()).isZero();
    assertThat(refusing.asked).hasValue(6);
  }

  private UniAssertSubscriber<Void> remove() {
    return scratch.remove(ID).subscribe().withSubscriber(UniAssertSubscriber.create());
  }

  /** A Vert.x whose disk refuses to remove folders, so many times. */
  private static final class Refusing extends Vertx {
    private volatile int times;
    private final AtomicInteger asked = new AtomicInteger();
    private final FileSystem files;

    Refusing(Vertx vertx) {
      super(vertx.getDelegate());
      this.files =
          new FileSystem(vertx.fileSystem().getDelegate()) {
            @Override
            public Uni<Void> deleteRecursive(String path) {
              return asked.incrementAndGet() <= times
                  ? Uni.createFrom().failure(new FileSystemException("directory not empty"))
                  : super.deleteRecursive(path);
            }
          };
    }

    @Override
    public FileSystem fileSystem() {
      return files;
    }
  }
}
