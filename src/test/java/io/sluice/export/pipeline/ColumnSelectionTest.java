package io.sluice.export.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.base.SluiceException;
import io.sluice.export.Gateway;
import io.sluice.export.model.ExportRequest;
import io.sluice.export.model.Unload;
import io.sluice.storage.Table;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnSelectionTest {
  private static final Table ORDERS =
      new Table(
          "in.c-shop.orders",
          "orders",
          false,
          List.of(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          Optional.empty(),
          Stream.of("id", "status", "amount").map(ColumnSelectionTest::column).toList());

  @Test
  void areTheAskedOnesInTheOrderAsked() {
    // When
    List<Unload.Column> columns = ColumnSelection.select(ORDERS, request(List.of("amount", "id")));

    // Then
    assertThat(columns).extracting(Unload.Column::name).containsExactly("amount", "id");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1    | no column c0; names",
        "2    | no column c0, c1; names",
        "20   | , c18, c19; names",
        "4000 | , c18, c19 and 3980 more; names",
      })
  void nameTheFirstThatTheTableDoesNotHave(int unknown, String words) {
    // Given
    List<String> names =
        Stream.concat(Stream.of("id"), IntStream.range(0, unknown).mapToObj(i -> "c" + i)).toList();

    // When
    SluiceException refused =
        catchThrowableOfType(
            SluiceException.class, () -> ColumnSelection.select(ORDERS, request(names)));

    // Then
    assertThat(refused).hasMessageContaining(words);
  }

  @Test
  void tellNothingOfANameThatSteersATerminalAndNoMoreThanItsBeginning() {
    // Given
    List<String> names = List.of("\u001b[31mred\nid", "n".repeat(900_000));

    // When
    SluiceException refused =
        catchThrowableOfType(
            SluiceException.class, () -> ColumnSelection.select(ORDERS, request(names)));

    // Then
    assertThat(refused).hasMessageContaining("no column ?[31mred id, nnn");
    assertThat(refused.getMessage()).hasSizeLessThan(300);
  }

  private static ExportRequest request(List<String> columns) {
    ExportRequest plain = Gateway.request("in.c-shop.orders");
    return new ExportRequest(
        plain.table(),
        plain.connection(),
        plain.branch(),
        columns,
        plain.whereFilters(),
        plain.changedSince(),
        plain.changedUntil(),
        plain.orderBy(),
        plain.limit(),
        plain.fileType(),
        plain.output());
  }

  private static Table.Column column(String name) {
    return new Table.Column(name, Optional.empty(), Optional.empty(), Optional.empty(), true);
  }
}
