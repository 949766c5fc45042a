package io.sluice.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.store.Row;
import io.sluice.store.file.RowBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** A row on the disk: not read, or the same after it was written again. */
final class RowTarget implements Target {

  private static final Predicate<String> ASCII = Pattern.compile("[ -~]*").asMatchPredicate();

  private final JsonMutator mutator = new JsonMutator();

  @Override
  public String name() {
    return "rows";
  }

  /** Most are sealed again, or none would be looked into. */
  @Override
  public byte[] mutate(List<byte[]> corpus, Choices choices) {
    byte[] entry = choices.of(corpus);
    byte[] changed = mutator.mutate(RowBytes.opened(entry), choices.of(corpus), choices);
    return choices.oneIn(20) ? changed : RowBytes.sealed(changed);
  }

  @Override
  public String run(byte[] bytes) throws IOException {
    Optional<Row> row = RowBytes.row(bytes);
    if (row.isEmpty()) {
      return "unreadable";
    }
    if (!row.get().labels().keys().keySet().stream().allMatch(ASCII)) {
      return "a key that no request has"; // JSON cannot name half a pair of surrogates
    }
    Row again = RowBytes.row(RowBytes.of(row.get())).orElseThrow();
    assertThat(again.labels()).isEqualTo(row.get().labels()).hasNoNullFieldsOrProperties();
    assertThat(again.parts()).isEqualTo(row.get().parts());
    assertThat(again.version()).isEqualTo(row.get().version());
    assertThat(again.fence()).isEqualTo(row.get().fence());
    byte[] document = row.get().document().json();
    if (!isText(document)) {
      return "a document that nobody looked into"; // its owner says that it is none
    }
    assertThat(Arrays.equals(again.document().json(), document)).isTrue();
    return "ok";
  }

  private static boolean isText(byte[] document) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(document));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
