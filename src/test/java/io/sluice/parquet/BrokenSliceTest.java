package io.sluice.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.parquet.MergeRequest.Mode;
import io.sluice.parquet.MergeRequest.Types;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.arrow.dataset.jni.NativeMemoryPool;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.DecimalType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.TypeDefinedOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a broken slice does, it ends in our own error, and all memory and files come back. */
class BrokenSliceTest {
  private static final int TRIES = 150;

  @TempDir Path directory;

  private byte[] goodSlice() throws IOException {
    try (Duck duck = new Duck()) {
      return Files.readAllBytes(
          duck.parquet(
              directory.resolve("good.parquet"),
              "SELECT i AS id, 'n' || (i % 10) AS name, md5(CAST(i AS VARCHAR)) AS text"
                  + " FROM range(0, 3000) r(i)"));
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void damagedFootersAndTruncatedFilesEndInOurOwnError(Mode mode) throws IOException {
    // Given
    byte[] good = goodSlice();
    Random random = new Random(7);
    Path slice = directory.resolve("bad.parquet");
    Merging merging = new Merging(directory).parquet(slice).types(Types.SOURCE).mode(mode);
    Merging warmUp =
        new Merging(directory).parquet(directory.resolve("good.parquet")).types(Types.SOURCE);
    warmUp.run();
    Files.delete(merging.output());
    long filesBefore = openFiles();
    long bytesBefore = NativeMemoryPool.getDefault().getBytesAllocated();
    int failures = 0;

    // When
    for (int i = 0; i < TRIES; i++) {
      Files.write(slice, damaged(good, random));
      try {
        merging.run();
        Files.delete(merging.output());
      } catch (SluiceException e) {
        failures++;
        assertThat(merging.output()).doesNotExist();
      }
    }

    // Then
    assertThat(failures).isGreaterThan(TRIES / 3);
    await()
        .untilAsserted(
            () -> {
              assertThat(NativeMemoryPool.getDefault().getBytesAllocated())
                  .isLessThanOrEqualTo(bytesBefore);
              assertThat(openFiles()).isLessThanOrEqualTo(filesBefore);
            });
  }

  private static byte[] damaged(byte[] good, Random random) {
    if (random.nextInt(4) == 0) {
      return Arrays.copyOf(good, random.nextInt(good.length));
    }
    byte[] bad = good.clone();
    int footer = 600;
    for (int i = 0; i <= random.nextInt(4); i++) {
      boolean inFooter = random.nextInt(4) > 0;
      int at = inFooter ? bad.length - 1 - random.nextInt(footer) : random.nextInt(bad.length);
      bad[at] = (byte) random.nextInt(256);
    }
    return bad;
  }

  private static long openFiles() {
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      return files.count();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aCancelledMergeLeavesNothing() throws IOException {
    // Given
    Path slice;
    try (Duck duck = new Duck()) {
      slice =
          duck.parquet(
              directory.resolve("a.parquet"),
              "SELECT i AS id, md5(CAST(i AS VARCHAR)) AS text FROM range(0, 1000000) r(i)");
    }
    java.util.concurrent.CountDownLatch begun = new java.util.concurrent.CountDownLatch(1);
    Merging merging =
        new Merging(directory)
            .parquet(slice)
            .types(Types.SOURCE)
            .mode(Mode.REWRITE)
            .listener(rows -> begun.countDown());
    long bytesBefore = NativeMemoryPool.getDefault().getBytesAllocated();
    var running =
        Merging.shared().merge(merging.request()).subscribe().with(result -> {}, failure -> {});
    await().until(() -> begun.getCount() == 0);

    // When
    running.cancel();

    // Then
    await()
        .untilAsserted(
            () -> {
              assertThat(merging.output()).doesNotExist();
              assertThat(NativeMemoryPool.getDefault().getBytesAllocated())
                  .isLessThanOrEqualTo(bytesBefore);
            });
  }

  static Stream<Arguments> slicesThatNobodyCouldRead() {
    PoisonSlices rows = new PoisonSlices(3);
    return Stream.of(
        Arguments.of(
            rows.texts("t", new byte[] {'a', (byte) 0xb3}), "no UTF-8 in the column \"t\""),
        Arguments.of(new PoisonSlices(3).numbers("n").numbers("n"), "two columns of one name"));
  }

  @ParameterizedTest
  @MethodSource("slicesThatNobodyCouldRead")
  void aSliceThatWouldBecomeAFileThatNobodyCouldReadIsRefused(PoisonSlices slices, String why) {
    // Given
    Path slice = slices.write(directory.resolve("bad.parquet"));
    Merging merging = new Merging(directory).parquet(slice).types(Types.SOURCE).mode(Mode.REWRITE);

    // When
    assertThatThrownBy(merging::run)
        // Then
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SLICE_CORRUPT))
        .hasMessageContaining(why);
    assertThat(merging.output()).doesNotExist();
  }

  static Stream<Arguments> lies() {
    return Stream.of(
        Arguments.of(claiming(4, 4), "holds 3 values of 4 rows"),
        Arguments.of(claiming(Long.MAX_VALUE, -2), "values of 9223372036854775807 rows"),
        Arguments.of(
            changing(footer -> footer.getSchema().get(1).setType(Type.INT32)),
            "another type than the schema says"),
        Arguments.of(
            changing(footer -> footer.getSchema().get(0).setNum_children(2)), "is not a tree"),
        Arguments.of(
            changing(
                footer -> {
                  footer.getSchema().get(1).unsetType();
                  footer.getSchema().get(1).setNum_children(-1);
                }),
            "is not a tree"));
  }

  private static Consumer<FileMetaData> claiming(long each, long all) {
    return changing(
        footer -> {
          footer.setNum_rows(all);
          footer.getRow_groups().forEach(group -> group.setNum_rows(each));
        });
  }

  private static Consumer<FileMetaData> changing(Consumer<FileMetaData> change) {
    return change;
  }

  @ParameterizedTest
  @MethodSource("lies")
  void aFooterThatContradictsItselfIsRefusedAlsoWhereNoPageIsOpened(
      Consumer<FileMetaData> lie, String why) {
    // Given
    Path slice =
        new PoisonSlices(3)
            .numbers("n")
            .lyingInTheFooter(lie)
            .write(directory.resolve("bad.parquet"));
    Merging merging = new Merging(directory).parquet(slice).types(Types.SOURCE).mode(Mode.STITCH);

    // When
    assertThatThrownBy(merging::run)
        // Then
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SLICE_CORRUPT))
        .hasMessageContaining(why);
    assertThat(merging.output()).doesNotExist();
  }

  static Stream<Consumer<SchemaElement>> typesThatNobodyHas() {
    return Stream.of(
        leaf -> leaf.setConverted_type(ConvertedType.DECIMAL).setPrecision(-5).setScale(0),
        leaf -> leaf.setConverted_type(ConvertedType.DECIMAL).setPrecision(0).setScale(0),
        leaf -> leaf.setConverted_type(ConvertedType.DECIMAL).setPrecision(9).setScale(10),
        leaf -> leaf.setConverted_type(ConvertedType.DECIMAL).setPrecision(9).setScale(-1),
        leaf -> leaf.setLogicalType(LogicalType.DECIMAL(new DecimalType(0, 77))));
  }

  @ParameterizedTest
  @MethodSource("typesThatNobodyHas")
  void aColumnOfATypeThatNobodyHasIsNotRewritten(Consumer<SchemaElement> change) {
    // Given
    Path slice =
        new PoisonSlices(3)
            .numbers("n")
            .lyingInTheFooter(footer -> change.accept(footer.getSchema().get(1)))
            .write(directory.resolve("odd.parquet"));
    Merging merging = new Merging(directory).parquet(slice).types(Types.SOURCE).mode(Mode.REWRITE);

    // When
    assertThatThrownBy(merging::run)
        // Then
        .hasMessageContaining("The column n of odd.parquet is of a type that Sluice cannot rewrite")
        .hasNoCause();
    assertThat(merging.output()).doesNotExist();
  }

  @Test
  void anOrderOfValuesThatALaterFormatKnowsIsRewritten() throws IOException {
    // Given
    Path slice =
        new PoisonSlices(3)
            .numbers("n")
            .lyingInTheFooter(
                footer ->
                    footer.setColumn_orders(
                        List.of(ColumnOrder.TYPE_ORDER(new TypeDefinedOrder()))))
            .write(directory.resolve("later.parquet"));
    byte[] bytes = Files.readAllBytes(slice);
    int order =
        bytes.length - 12; // the union's field, two ends, the footer's end, its length, PAR1
    assertThat(bytes[order]).isEqualTo((byte) 0x1c);
    bytes[order] = 0x7c; // the seventh alternative
    Files.write(slice, bytes);
    Merging merging = new Merging(directory).parquet(slice).types(Types.SOURCE);

    // When
    MergeResult result = merging.run();

    // Then
    assertThat(result.merge()).isEqualTo(MergeResult.Kind.REWRITE);
    assertThat(result.rows()).isEqualTo(3);
  }
}
