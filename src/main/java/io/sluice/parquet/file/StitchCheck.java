package io.sluice.parquet.file;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Whether slices can become one file without touching their pages. */
public final class StitchCheck {
  private StitchCheck() {}

  /** Why not, as a sentence without its full stop. */
  public static Optional<String> obstacle(List<SliceFooter> footers) {
    SliceFooter first = footers.get(0);
    for (SliceFooter footer : footers) {
      if (!footer.metadata().getSchema().equals(first.metadata().getSchema())) {
        return Optional.of(name(footer) + " has another schema than " + name(first));
      }
      if (!Objects.equals(
          footer.metadata().getColumn_orders(), first.metadata().getColumn_orders())) {
        return Optional.of(name(footer) + " orders its values otherwise than " + name(first));
      }
      if (footer.hasUnknownParts()) {
        return Optional.of(
            name(footer) + " has a footer with extensions that Sluice does not know");
      }
    }
    return Optional.empty();
  }

  private static String name(SliceFooter footer) {
    return footer.slice().getFileName().toString();
  }
}
