package io.sluice.survival;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the gateway has on disk, seen from outside. */
final class DataDirectory {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path path;

  DataDirectory(Path path) {
    this.path = path;
  }

  /** The state that each export's checkpoint is in. */
  Map<String, String> states() {
    Map<String, String> states = new TreeMap<>();
    for (String id : entries(path.resolve("exports"))) {
      Path checkpoint = path.resolve("exports").resolve(id).resolve("export.json");
      try {
        JsonNode export = JSON.readTree(Files.readAllBytes(checkpoint)).path("export");
        states.put(id, export.path("state").path("state").asText());
      } catch (NoSuchFileException notYet) {
        states.put(id, "unborn");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return states;
  }

  /** How often the export's checkpoint says that work on it has begun without getting further. */
  int attempts(String id) {
    Path checkpoint = path.resolve("exports").resolve(id).resolve("export.json");
    try {
      return JSON.readTree(Files.readAllBytes(checkpoint)).path("export").path("attempts").asInt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The exports that have something in the work directory. */
  List<String> scratches() {
    return entries(path.resolve("work")).stream().filter(name -> !name.equals(".lock")).toList();
  }

  /** The exports that have a result. */
  List<String> results() {
    return entries(path.resolve("results"));
  }

  /** Its one file is what its representation says. */
  void assertDelivered(JsonNode export) throws IOException {
    assertThat(export.path("state").asText()).as(export.toString()).isEqualTo("succeeded");
    JsonNode result = export.path("result");
    Path file = Path.of(URI.create(result.path("location").asText()));
    assertThat(entries(file.getParent())).containsExactly("table.parquet");
    assertThat(Files.size(file)).isEqualTo(result.path("bytes").asLong());
    assertThat(sha256(file)).isEqualTo(result.path("sha256").asText());
    assertThat(result.path("rows").asLong())
        .isEqualTo(export.path("request").path("limit").asLong());
  }

  private static String sha256(Path file) throws IOException {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> entries(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
