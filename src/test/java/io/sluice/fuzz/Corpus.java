package io.sluice.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files that mutations begin with, by target; {@link CorpusTest} writes those it can. */
final class Corpus {
  static final Path ROOT = Path.of("src/test/resources/fuzz");

  private Corpus() {}

  static List<Path> files(String target) {
    try (Stream<Path> files = Files.list(ROOT.resolve(target))) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<byte[]> of(String target) {
    return files(target).stream().map(Corpus::read).toList();
  }

  static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
