package io.sluice.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.sluice.Configured;
import io.sluice.access.Caller;
import io.sluice.base.CallersContexts;
import io.sluice.base.Directories;
import io.sluice.base.ExportId;
import io.sluice.base.ManualTimekeeper;
import io.sluice.export.accept.Exports;
import io.sluice.export.accept.KeptRequestsConfig;
import io.sluice.export.accept.Submissions;
import io.sluice.export.model.Acceptance;
import io.sluice.export.model.Acceptance.How;
import io.sluice.export.model.Export;
import io.sluice.export.model.ExportFilter;
import io.sluice.export.model.ExportRequest;
import io.sluice.export.model.Unload;
import io.sluice.export.run.ExportRunner;
import io.sluice.export.run.ExportsConfig;
import io.sluice.store.file.StoreFiles;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data directories as earlier versions wrote them, bytes for bytes. */
class EarlierFormatsTest {
  private static final Path FORMAT_1 = Path.of("src/test/resources/data-directory/format-1");
  private static final ExportId LARGE = ExportId.parse("01a212d9-b838-7000-aa0c-15c8836a3e86");
  private static final ExportId PLAIN = ExportId.parse("01a212d9-b9ae-7000-9f20-19ccfcc3d439");

  @TempDir Path folder;
  private Directories directories;
  private StoreFiles files;
  private Exports exports;

  @BeforeEach
  void start() throws IOException {
    directories = new Directories(folder.resolve("data"), folder.resolve("work"));
    copy(FORMAT_1.resolve("exports"), directories.exports());
    ManualTimekeeper time = new ManualTimekeeper();
    files = new StoreFiles(directories, time);
    ExportsConfig waitingOnly =
        Configured.with(ExportsConfig.class, Map.of("sluice.exports.parallel", "0"));
    exports =
        new Exports(
            new ExportRunner(null, null, null, waitingOnly, time),
            files.store(),
            files.claims(),
            files.store(),
            ScriptedRooms.rows(),
            null,
            Configured.with(KeptRequestsConfig.class, Map.of()),
            new CallersContexts(),
            time);
  }

  @AfterEach
  void stop() {
    files.close();
    directories.close();
  }

  @Test
  void exportsOfFormat1GoOnWithAllThatTheyWereAskedFor() {
    // When
    List<Export> all = now(exports.page(Caller.program(), ExportFilter.ALL, Optional.empty(), 100));

    // Then
    assertThat(all).extracting(Export::id).containsExactly(PLAIN, LARGE);
    assertThat(all).allMatch(Export::active);
    assertThat(values(all.get(0))).hasSize(2);
    assertThat(all.get(1).request().whereFilters()).isEmpty();
    assertThat(values(now(exports.whole(Caller.program(), all.get(1)))))
        .hasSize(400)
        .contains("M\u011bsto \u010d\u00edslo 00000000000000000399");
  }

  @Test
  void whatIsLargeInFormat1IsMovedOutAtTheFirstStart() throws IOException {
    // When
    now(exports.page(Caller.program(), ExportFilter.ALL, Optional.empty(), 100));

    // Then
    assertThat(directories.exports().resolve(LARGE.value()).resolve("export.json"))
        .content()
        .startsWith("{\"format\":3,")
        .hasSizeLessThan(2_000);
    assertThat(directories.exports().resolve(PLAIN.value()).resolve("export.json"))
        .content()
        .startsWith("{\"format\":3,");
    assertThat(directories.requests()).isDirectoryContaining(file -> Files.isRegularFile(file));
  }

  @Test
  void aKeyOfFormat1IsKnown() {
    // Given
    Export large = now(exports.find(Caller.program(), LARGE));
    ExportRequest request = now(exports.whole(Caller.program(), large)).request();

    // When
    Acceptance again =
        now(
            new Submissions(exports)
                .submit(Caller.program(), request, Optional.of("large"), Optional.empty()));

    // Then
    assertThat(again.how()).isEqualTo(How.SAME_KEY);
    assertThat(again.export().id()).isEqualTo(LARGE);
  }

  private static List<String> values(Export export) {
    return export.request().whereFilters().get(0).values();
  }

  private static <T> T now(Uni<T> uni) {
    return uni.await().atMost(Duration.ofSeconds(10));
  }

  @Test
  void anUnloadThatSaysNothingOfTypesIsOneOfText() throws IOException {
    // Given
    String earlier =
        """
        {"jobId": 5, "jobStatus": "processing", "fileType": "PARQUET", "dialect": "SNOWFLAKE",
         "columns": [{"name": "id", "baseType": "INTEGER", "type": null, "length": null}],
         "fileId": null}""";

    // When
    Unload unload =
        new ObjectMapper().registerModule(new Jdk8Module()).readValue(earlier, Unload.class);

    // Then
    assertThat(unload.typed()).isFalse();
    assertThat(unload.columns()).extracting(Unload.Column::name).containsExactly("id");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Path target = to.resolve(from.relativize(each).toString());
        if (Files.isRegularFile(each)) {
          Files.copy(each, target);
        } else {
          Files.createDirectories(target);
        }
      }
    }
  }
}
