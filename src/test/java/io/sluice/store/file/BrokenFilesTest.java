package io.sluice.store.file;

import static io.sluice.store.SampleRows.CONTENT;
import static io.sluice.store.SampleRows.PART;
import static io.sluice.store.SampleRows.inserted;
import static io.sluice.store.SampleRows.labels;
import static io.sluice.store.SampleRows.now;
import static io.sluice.store.SampleRows.row;
import static io.sluice.store.SampleRows.sharing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.store.Row;
import io.sluice.store.SampleRows;
import io.sluice.store.file.RowFormat.Unreadable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is on the disk is a row that is whole, or it is set aside and the rest goes on. */
class BrokenFilesTest {
  private final RowFormat format = new RowFormat(StoreDirectory.VERSION);
  private final Row intact = row(labels("queued"));

  @TempDir Path folder;
  private StoreDirectory kept;

  @BeforeEach
  void open() {
    kept = new StoreDirectory(folder);
  }

  @AfterEach
  void close() {
    kept.close();
  }

  @Test
  void aRowIsOneJsonObjectThatPeopleCanReadAndNobodyElseMay() throws IOException {
    // Given
    Row row = SampleRows.row("a", SampleRows.keyed("key"));

    // When
    inserted(kept.start(), row);

    // Then
    Path directory = kept.exports().resolve("a");
    assertThat(directory.resolve("export.json"))
        .content(StandardCharsets.UTF_8)
        .matches(
            "\\{\"format\":3,\"writer\":\"1.0.0\",\"id\":\"a\",\"version\":1,\"fence\":0,\"labels\":\\{"
                + "\"state\":\"queued\",\"createdAt\":\"2026-11-01T06:00:00Z\".*\"keys\":\\{\"key\":\"\"}.*},"
                + "\"parts\":\\[],\"export\":\\{\"text\":\"a\".*},\"crc32c\":\"[0-9a-f]{8}\"}\n");
    assertThat(StoreDirectory.names(directory)).containsExactly("export.json");
  }

  @Test
  void onlyTheOwnerReadsWhatIsKept() throws IOException {
    // When
    inserted(kept.start(), sharing());

    // Then
    for (Path root : List.of(kept.exports(), kept.requests())) {
      try (Stream<Path> all = Files.walk(root)) {
        for (Path each : all.toList()) {
          assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
              .as("%s", each)
              .isEqualTo(Files.isDirectory(each) ? "rwx------" : "rw-------");
        }
      }
    }
  }

  @Test
  void aFileCutAtAnyByteIsSetAsideAndTheRestIsIntact() throws IOException {
    // Given
    inserted(kept.start(), intact);
    int length = encoded("cut-0000").length;
    for (int cut = 0; cut < length; cut++) {
      String id = "cut-%04d".formatted(cut);
      kept.put(id, Arrays.copyOf(encoded(id), cut));
    }

    // When
    FileStore next = kept.start();

    // Then
    assertThat(SampleRows.ids(next)).containsExactly(intact.id());
    assertThat(StoreDirectory.names(kept.setAside())).hasSize(length);
    assertThat(StoreDirectory.names(kept.exports())).containsExactly(intact.id());
  }

  @Test
  void aFileWithAFlippedBitInAnyByteIsSetAsideAndTheRestIsIntact() throws IOException {
    // Given
    inserted(kept.start(), intact);
    int length = encoded("flip-0000").length;
    for (int position = 0; position < length; position++) {
      String id = "flip-%04d".formatted(position);
      byte[] flipped = encoded(id);
      flipped[position] ^= (byte) (1 << (position % 8));
      kept.put(id, flipped);
    }

    // When
    FileStore next = kept.start();

    // Then
    assertThat(SampleRows.ids(next)).containsExactly(intact.id());
    assertThat(StoreDirectory.names(kept.setAside())).hasSize(length);
  }

  @Test
  void everyFlippedBitIsSeen() {
    byte[] encoded = encoded("a");
    for (int bit = 0; bit < encoded.length * 8; bit++) {
      byte[] flipped = encoded.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThatThrownBy(() -> RowFormat.decode("a", flipped))
          .as("bit %d", bit)
          .isInstanceOf(Unreadable.class);
    }
  }

  private byte[] encoded(String id) {
    return format.encode(SampleRows.row(id, SampleRows.keyed("key")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not JSON",
        "{}",
        "{\"format\":3,\"id\":\"foreign\",\"export\":{}}\n",
        "{\"format\":4,\"writer\":\"9.9.9\",\"id\":\"foreign\",\"export\":{}}\n",
        "[[[["
      })
  void foreignContentIsSetAside(String content) throws IOException {
    // Given
    kept.put("foreign", content.getBytes(StandardCharsets.UTF_8));

    // When
    FileStore next = kept.start();

    // Then
    assertThat(SampleRows.ids(next)).isEmpty();
    assertThat(kept.setAside().resolve("foreign/export.json")).hasContent(content.strip());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "\"text\"",
        "{\"format\":3,\"id\":\"a\",\"version\":1,\"fence\":0,\"parts\":[]",
        "{\"format\":3,\"id\":\"a\",\"labels\":{},\"export\":{}",
        "{\"format\":3,\"id\":\"a\",\"labels\":7,\"export\":{}",
        "{\"format\":3,\"id\":\"a\",\"export\":{}",
        "{\"format\":3,\"id\":\"a\",\"parts\":[\"../../x\"],\"export\":{}",
        "{\"format\":1,\"id\":\"a\",\"export\":[]",
        "{\"format\":1,\"id\":\"a\",\"export\":{}",
        "{\"format\":1,\"id\":\"a\",\"export\":{\"createdAt\":\"today\"}",
        "{\"format\":0,\"id\":\"a\",\"export\":{}",
        "{\"id\":\"a\",\"export\":{}"
      })
  void whatIsSealedAndYetNoRowIsSetAside(String content) throws IOException {
    // Given
    kept.put("a", SealedText.sealed(content));

    // When
    FileStore next = kept.start();

    // Then
    assertThat(SampleRows.ids(next)).isEmpty();
    assertThat(StoreDirectory.names(kept.setAside())).containsExactly("a");
  }

  @Test
  void foreignEntriesAreSetAsideWithoutOverwritingEarlierOnes() throws IOException {
    // Given
    Files.createDirectories(kept.setAside().resolve("notes.txt"));
    Files.writeString(kept.exports().resolve("notes.txt"), "hello", StandardCharsets.UTF_8);
    Files.createDirectories(kept.exports().resolve("no-row/inside"));
    Files.createSymbolicLink(kept.exports().resolve("link"), folder);

    // When
    FileStore next = kept.start();

    // Then
    assertThat(SampleRows.ids(next)).isEmpty();
    assertThat(StoreDirectory.names(kept.setAside()))
        .containsExactly("link", "no-row", "notes.txt", "notes.txt.2");
    assertThat(folder).isDirectory();
  }

  @Test
  void aRowUnderAnotherOnesIdIsSetAside() throws IOException {
    // Given
    kept.put("thief", encoded("owner"));

    // When
    FileStore next = kept.start();

    // Then
    assertThat(SampleRows.ids(next)).isEmpty();
    assertThat(kept.setAside().resolve("thief")).isDirectory();
  }

  @Test
  void aPartStaysWhileARowThatWasSetAsideMayNameIt() throws IOException {
    // Given
    Row broken = sharing();
    inserted(kept.start(), broken);
    kept.put(broken.id(), new byte[] {1, 2, 3});

    // When
    assertThat(SampleRows.ids(kept.start())).isEmpty();

    // Then
    assertThat(SampleRows.ids(kept.start())).isEmpty();
    assertThat(StoreDirectory.names(kept.requests())).containsExactly(PART);
  }

  @Test
  void aPartThatNoRowNamesIsSweptAndWhatIsNotOursStays() throws IOException {
    // Given
    Files.write(kept.requests().resolve(PART), CONTENT);
    Files.write(kept.requests().resolve(PART + ".tmp"), CONTENT);
    Files.writeString(kept.requests().resolve("notes.txt"), "mine", StandardCharsets.UTF_8);

    // When
    kept.start();

    // Then
    assertThat(StoreDirectory.names(kept.requests())).containsExactly("notes.txt");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gone", "changed"})
  void saysThatAPartIsGoneOrNotWhole(String how) throws IOException {
    // Given
    FileStore store = kept.start();
    inserted(store, sharing());
    if (how.equals("gone")) {
      Files.delete(kept.requests().resolve(PART));
    } else {
      Files.writeString(kept.requests().resolve(PART), "[]", StandardCharsets.UTF_8);
    }

    // When
    assertThatThrownBy(() -> now(store.part(PART)))
        // Then
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.JOURNAL_FAILED))
        .hasMessageContaining(PART);
  }

  @Test
  void aRowThatIsDamagedUnderARunningStoreIsNotFoundAndTheOthersAre() throws IOException {
    // Given
    FileStore store = kept.start();
    Row damaged = row(labels("queued"));
    inserted(store, intact, damaged);

    // When
    kept.put(damaged.id(), new byte[] {1, 2, 3});

    // Then
    assertThat(SampleRows.find(store, damaged.id())).isEmpty();
    assertThat(SampleRows.find(store, intact.id())).isPresent();
    assertThat(StoreDirectory.names(kept.exports())).contains(damaged.id());
  }

  @Test
  void refusesAnIdThatIsAPathAndAPartThatIsNone() {
    // Given
    FileStore store = kept.start();

    // Then
    assertThatThrownBy(() -> store.remove("../results"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.find("..")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.part("../x")).isInstanceOf(IllegalArgumentException.class);
  }

  static Stream<byte[]> sealedAndNotWhole() {
    String labels =
        ",\"labels\":{\"createdAt\":\"2026-11-01T06:00:00Z\",\"keys\":{},\"batches\":[]}";
    String row = "{\"format\":3,\"id\":\"a\",\"version\":1" + labels + ",\"export\":{}}";
    return Stream.of(
        RowBytes.sealed(row.getBytes(StandardCharsets.UTF_8)),
        RowBytes.sealed(
            row.replace("\"keys\"", "\"state\":null,\"keys\"").getBytes(StandardCharsets.UTF_8)),
        RowBytes.sealed(row.getBytes(StandardCharsets.UTF_16)));
  }

  @ParameterizedTest
  @MethodSource("sealedAndNotWhole")
  void aRowThatIsSealedAndLacksAPartIsSetAsideToo(byte[] bytes) throws IOException {
    // Given
    inserted(kept.start(), intact);
    kept.put("a", bytes);

    // When
    FileStore next = kept.start();

    // Then
    assertThat(SampleRows.ids(next)).containsExactly(intact.id());
    assertThat(StoreDirectory.names(kept.setAside())).hasSize(1);
  }
}
