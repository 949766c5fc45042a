package io.sluice.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.parquet.MergeRequest.Mode;
import io.sluice.parquet.MergeRequest.Types;
import io.sluice.parquet.MergeResult;
import io.sluice.parquet.MergeResult.Kind;
import io.sluice.parquet.Merging;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.SchemaElement;

/** A Parquet slice: footer check, Arrow, encoder. What is asked for follows from the bytes. */
final class ParquetTarget implements Target {
  private static final List<String> BASE_TYPES =
      List.of("STRING", "INTEGER", "NUMERIC", "FLOAT", "BOOLEAN", "DATE", "TIMESTAMP");

  private final ParquetMutator mutator = new ParquetMutator();
  private final Merged merged = new Merged();

  @Override
  public String name() {
    return "parquet";
  }

  @Override
  public byte[] mutate(List<byte[]> corpus, Choices choices) {
    return mutator.mutate(choices.of(corpus), choices.of(corpus), choices);
  }

  @Override
  public String run(byte[] bytes) throws Exception {
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    Choices choices = Choices.seeded(checksum.getValue());
    boolean twice = choices.oneIn(4);
    Path slice = merged.slice("slice0.parquet", bytes);
    Merging merging =
        twice
            ? merged.merging().parquet(slice, merged.slice("slice1.parquet", bytes))
            : merged.merging().parquet(slice);
    merging.mode(choices.oneIn(2) ? Mode.REWRITE : choices.of(List.of(Mode.values())));
    merging.types(choices.of(List.of(Types.values())));
    if (choices.oneIn(2)) {
      declare(bytes, merging, choices);
    }
    return merged.outcome(merging, (result, file) -> look(bytes, twice ? 2 : 1, result, file));
  }

  private static void declare(byte[] bytes, Merging merging, Choices choices) {
    try {
      for (SchemaElement element : ParquetPages.footer(bytes).getSchema().subList(1, 2)) {
        merging.column(element.getName(), choices.of(BASE_TYPES), "", "");
      }
    } catch (IOException | RuntimeException noFooter) {
      merging.column("id", "INTEGER");
    }
  }

  private void look(byte[] bytes, int times, MergeResult result, Path file) throws IOException {
    FileMetaData footer = ParquetPages.footer(bytes);
    assertThat(result.rows()).isNotNegative().isEqualTo(times * footer.getNum_rows());
    assertThat(file).hasSize(result.bytes());
    if (result.merge() == Kind.REWRITE) {
      assertThat(merged.duck().everyRow(file)).isEqualTo(result.rows());
      assertThat(result.columns()).hasSize(footer.getSchema().size() - 1);
    }
  }

  @Override
  public void close() throws IOException {
    merged.close();
  }
}
