package io.sluice.fuzz;

import io.sluice.fuzz.ParquetPages.Page;
import java.io.IOException;
import java.util.List;

/** Changes a Parquet file where it hurts: footer, page headers, what pages hold, or plain bytes. */
final class ParquetMutator {
  private final ByteMutator bytes = new ByteMutator(List.of());

  byte[] mutate(byte[] entry, byte[] other, Choices choices) {
    if (choices.oneIn(6)) {
      return bytes.mutate(entry, other, choices);
    }
    try {
      ParquetPages pages = ParquetPages.of(entry);
      for (int steps = 1 + choices.below(3); steps > 0; steps--) {
        step(pages, other, choices);
      }
      boolean lying = choices.oneIn(3);
      return pages.file(
          footer -> {
            for (int lies = lying ? 1 + choices.below(2) : 0; lies > 0; lies--) {
              ThriftMutator.mutate(footer, choices);
            }
            return footer;
          });
    } catch (IOException | RuntimeException notWritable) {
      return bytes.mutate(entry, other, choices);
    }
  }

  private void step(ParquetPages pages, byte[] other, Choices choices) throws IOException {
    int chunk = pages.chunks().isEmpty() ? -1 : choices.below(pages.chunks().size());
    if (chunk < 0 || pages.chunks().get(chunk).isEmpty()) {
      ThriftMutator.mutate(pages.footer(), choices);
      return;
    }
    List<Page> all = pages.chunks().get(chunk);
    int at = choices.below(all.size());
    Page page = all.get(at);
    switch (choices.below(8)) {
      case 0, 1 -> ThriftMutator.mutate(page.header(), choices);
      case 2 -> page.store(bytes.mutate(new byte[choices.below(64)], other, choices));
      case 3 -> all.add(at, page);
      case 4 -> all.remove(at);
      case 5 -> pages.chunks().set(chunk, choices.of(pages.chunks()));
      default -> pages.rewrite(chunk, page, body -> bytes.mutate(body, other, choices));
    }
  }
}
