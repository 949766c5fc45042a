package io.sluice.transfer.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.sluice.base.SluiceException;
import io.sluice.transfer.Payload;
import io.sluice.transfer.SliceFile;
import io.sluice.transfer.SliceFormat;
import io.sluice.transfer.TransferFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What transfers promise each other of the disk, whoever comes at once or goes at once. */
class DiskReservationsTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void transfersThatAreCancelledSoonLeaveNoPromiseBehind(long seed) throws Exception {
    // Given
    Random random = new Random(seed);
    List<Future<?>> cancels = new ArrayList<>();
    ScheduledExecutorService hand = Executors.newSingleThreadScheduledExecutor();
    try (TransferFixture fixture = new TransferFixture(directory, Map.of("merge-space", "0"))) {
      fixture.server().store("/slice", Payload.csv(10, 1));
      for (int number = 0; number < 300; number++) {
        CompletableFuture<List<SliceFile>> transfer = start(fixture, "gone-" + number, 0.02);
        cancels.add(
            hand.schedule(
                () -> transfer.cancel(true), random.nextInt(1_500), TimeUnit.MICROSECONDS));
      }
      for (Future<?> cancel : cancels) {
        cancel.get();
      }
      hand.shutdown();

      // When
      CompletableFuture<List<SliceFile>> large = start(fixture, "large", 0.9);

      // Then
      assertThat(large).succeedsWithin(Duration.ofSeconds(10));
    }
  }

  @Test
  void ofTwoThatComeAtOnceAndDoNotFitTogetherOneIsLetIn() throws Exception {
    // Given
    DiskReservations space = new DiskReservations(0);
    long size = (long) (directory.toFile().getUsableSpace() * 0.6);
    CyclicBarrier together = new CyclicBarrier(2);
    Callable<Boolean> comer =
        () -> {
          together.await();
          DiskReservations.Reservation reservation = space.open();
          try {
            reservation.claim(directory, size);
            return true;
          } catch (SluiceException full) {
            return false;
          } finally {
            together.await();
            reservation.end();
          }
        };
    ExecutorService threads = Executors.newFixedThreadPool(2);

    for (int round = 0; round < 500; round++) {
      // When
      List<Future<Boolean>> both = threads.invokeAll(List.of(comer, comer));

      // Then
      assertThat(List.of(both.get(0).get(), both.get(1).get())).containsOnlyOnce(true);
    }
    threads.shutdown();
  }

  @Test
  void aPromiseThatComesAfterItsEndIsNone() throws Exception {
    // Given
    DiskReservations space = new DiskReservations(0);
    long size = (long) (directory.toFile().getUsableSpace() * 0.6);
    DiskReservations.Reservation late = space.open();

    // When
    late.end();
    late.claim(directory, size);

    // Then
    assertThatNoException().isThrownBy(() -> space.open().claim(directory, size));
  }

  /** A transfer of one slice that is said to take a share of what is free. */
  private CompletableFuture<List<SliceFile>> start(
      TransferFixture fixture, String owner, double share) {
    long size = (long) (directory.toFile().getUsableSpace() * share);
    return fixture
        .transfer()
        .fetch(fixture.request(owner, SliceFormat.CSV, OptionalLong.of(size), "/slice"))
        .subscribeAsCompletionStage();
  }
}
