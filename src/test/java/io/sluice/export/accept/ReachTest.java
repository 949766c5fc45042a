package io.sluice.export.accept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.LogCapture;
import io.sluice.access.Caller;
import io.sluice.access.TestCallers;
import io.sluice.base.ErrorCode;
import io.sluice.base.ExportId;
import io.sluice.base.SluiceException;
import io.sluice.export.Gateway;
import io.sluice.export.Gateways;
import io.sluice.export.model.Acceptance;
import io.sluice.export.model.Acceptance.How;
import io.sluice.export.model.Export;
import io.sluice.export.model.ExportFilter;
import io.sluice.export.model.ExportRequest;
import io.smallrye.mutiny.Uni;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a caller can come to, and what is nothing to them. */
class ReachTest {
  @RegisterExtension static final Gateways GATEWAYS = new Gateways();

  private static final Caller ALICE = TestCallers.key("alice", "sales:submit");
  private static final Caller BOB = TestCallers.key("bob", "sales:submit,web:submit");
  private static final Caller READER = TestCallers.key("reader", "sales:read");
  private static final Caller OPERATOR = TestCallers.key("operator", "sales:operate");
  private static final Caller STRANGER = TestCallers.key("stranger", "web:operate");

  @TempDir Path folder;
  private Gateway gateway;
  private Submissions submissions;
  private Batches batches;

  @BeforeEach
  void open() {
    gateway = GATEWAYS.open(folder, Map.of("sluice.exports.parallel", "0"));
    submissions = new Submissions(gateway.exports());
    batches = new Batches(gateway.exports(), gateway.time);
  }

  @Test
  void whatACallerDoesNotSeeIsNotThere() {
    // Given
    Export export = submit(ALICE, "sales", "orders").export();
    Batches.Accepted batch = now(batches.submit(ALICE, order("sales", "visits"), key("night")));

    // Then
    assertThat(code(gateway.exports().find(STRANGER, export.id()))).isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(message(gateway.exports().find(STRANGER, export.id())))
        .isEqualTo(
            message(gateway.exports().find(ALICE, other(export.id())))
                .replace(other(export.id()).value(), export.id().value()));
    assertThat(code(gateway.exports().cancel(STRANGER, export.id())))
        .isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(code(gateway.exports().remove(STRANGER, export.id())))
        .isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(code(gateway.exports().watch(STRANGER, export.id()).collect().last()))
        .isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(code(batches.find(STRANGER, batch.batch().id()))).isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(now(gateway.exports().page(STRANGER, ExportFilter.ALL, Optional.empty(), 9)))
        .isEmpty();
    assertThat(now(gateway.exports().newest(STRANGER, ExportFilter.ALL, 9))).isEmpty();
    assertThat(now(gateway.exports().ids(STRANGER, ExportFilter.ALL))).isEmpty();
    assertThat(now(gateway.exports().count(STRANGER))).isEmpty();
    assertThat(now(gateway.exports().count(READER))).isEqualTo(Map.of("queued", 2L));
  }

  @ParameterizedTest
  @CsvSource({
    "alice,    true",
    "bob,      false",
    "reader,   false",
    "operator, true",
  })
  void endsWhatIsOnesOwnAndTheRestWithAGrantForIt(String name, boolean may) {
    // Given
    Caller caller =
        Stream.of(ALICE, BOB, READER, OPERATOR)
            .filter(one -> one.name().equals(name))
            .findFirst()
            .orElseThrow();
    Export export = submit(ALICE, "sales", "orders").export();

    // When
    Uni<Export> cancel = gateway.exports().cancel(caller, export.id());

    // Then
    if (may) {
      assertThat(now(cancel).active()).isFalse();
      now(gateway.exports().remove(caller, export.id()));
      assertThat(now(gateway.exports().ids(caller, ExportFilter.ALL))).isEmpty();
    } else {
      assertThat(code(cancel)).isEqualTo(ErrorCode.FORBIDDEN);
      assertThat(message(cancel)).contains(caller.equals(BOB) ? "sales:operate" : "sales:");
      assertThat(gateway.now(export.id()).active()).isTrue();
    }
  }

  @Test
  void asksForNothingWithoutTheGrant() {
    assertThat(code(submitting(READER, "sales", "orders"))).isEqualTo(ErrorCode.FORBIDDEN);
    assertThat(message(submitting(READER, "sales", "orders"))).contains("sales:submit");
    assertThat(code(submitting(ALICE, "web", "orders"))).isEqualTo(ErrorCode.UNKNOWN_CONNECTION);
    assertThat(code(batches.submit(ALICE, order("web", "visits"), Optional.empty())))
        .isEqualTo(ErrorCode.UNKNOWN_CONNECTION);
    assertThat(
            code(
                batches.submit(
                    BOB,
                    new Batches.Order(
                        "digest",
                        List.of(request("web", "visits"), request("shop", "orders")),
                        Optional.empty()),
                    Optional.empty())))
        .isEqualTo(ErrorCode.UNKNOWN_CONNECTION);
    assertThat(code(gateway.exports().underWay(READER, List.of(request("sales", "orders")))))
        .isEqualTo(ErrorCode.FORBIDDEN);
    assertThat(now(gateway.exports().ids(Caller.program(), ExportFilter.ALL))).isEmpty();
  }

  @Test
  void oneKeyOfTwoCallersIsTwo() {
    // When
    Acceptance alices = now(submissions.submit(ALICE, request("sales", "a"), key("k"), none()));
    Acceptance bobs = now(submissions.submit(BOB, request("sales", "b"), key("k"), none()));
    Acceptance again = now(submissions.submit(ALICE, request("sales", "a"), key("k"), none()));

    // Then
    assertThat(bobs.export().id()).isNotEqualTo(alices.export().id());
    assertThat(again.how()).isEqualTo(How.SAME_KEY);
    assertThat(again.export().id()).isEqualTo(alices.export().id());
    assertThat(message(submissions.submit(BOB, request("sales", "a"), key("k"), none())))
        .contains("\"k\"", bobs.export().id().value())
        .doesNotContain(alices.export().id().value(), "bob");
  }

  @Test
  void oneKeyOfTwoCallersIsTwoForBatchesToo() {
    // Given
    Batches.Accepted alices = now(batches.submit(ALICE, order("sales", "a"), key("k")));

    // When
    Batches.Accepted bobs = now(batches.submit(BOB, order("sales", "a"), key("k")));

    // Then
    assertThat(bobs.batch().id()).isNotEqualTo(alices.batch().id());
    assertThat(bobs.batch().exports())
        .extracting(Export::id)
        .isEqualTo(alices.batch().exports().stream().map(Export::id).toList());
    assertThat(now(batches.submit(BOB, order("sales", "a"), key("k"))).batch().id())
        .isEqualTo(bobs.batch().id());
    assertThat(now(batches.submit(ALICE, order("sales", "a"), key("k"))).batch().id())
        .isEqualTo(alices.batch().id());
  }

  @Test
  void joinsWhatSomebodyElseAskedForAndItStaysTheirs() {
    // Given
    Acceptance alices = submit(ALICE, "sales", "orders");

    // When
    Acceptance bobs = submit(BOB, "sales", "orders");

    // Then
    assertThat(bobs.how()).isEqualTo(How.UNDER_WAY);
    assertThat(bobs.export().id()).isEqualTo(alices.export().id());
    assertThat(bobs.export().submission().owner()).hasValue("key:alice");
    assertThat(code(gateway.exports().cancel(BOB, alices.export().id())))
        .isEqualTo(ErrorCode.FORBIDDEN);
  }

  @Test
  void whoseItIsAndItsKeySurviveADeath() {
    // Given
    Acceptance alices = now(submissions.submit(ALICE, request("sales", "a"), key("k"), none()));

    // When
    gateway.killAndRestart();

    // Then
    assertThat(gateway.now(alices.export().id()).submission().owner()).hasValue("key:alice");
    assertThat(code(gateway.exports().cancel(BOB, alices.export().id())))
        .isEqualTo(ErrorCode.FORBIDDEN);
    Submissions next = new Submissions(gateway.exports());
    assertThat(now(next.submit(ALICE, request("sales", "a"), key("k"), none())).how())
        .isEqualTo(How.SAME_KEY);
  }

  @Test
  void saysWhoDidWhatAndWhoTried() {
    // Given
    LogCapture log = new LogCapture();
    log.start();

    // When
    try {
      Export export = submit(ALICE.from("192.0.2.7"), "sales", "orders").export();
      code(gateway.exports().cancel(BOB, export.id()));
      now(gateway.exports().cancel(OPERATOR, export.id()));
      now(gateway.exports().remove(ALICE, export.id()));

      // Then
      assertThat(log.lines())
          .filteredOn(line -> line.contains("\"action\""))
          .satisfiesExactly(
              line ->
                  assertThat(line)
                      .contains("\"caller\":\"key:alice\",\"from\":\"192.0.2.7\"")
                      .contains("\"action\":\"submit\",\"connection\":\"sales\"")
                      .contains("\"tables\":[\"in.c-shop.orders\"]")
                      .contains("\"ids\":[\"" + export.id() + "\"],\"outcome\":\"done\""),
              line ->
                  assertThat(line).contains("key:bob", "\"cancel\"", "\"outcome\":\"forbidden\""),
              line -> assertThat(line).contains("key:operator", "\"cancel\"", "\"done\""),
              line -> assertThat(line).contains("key:alice", "\"remove\"", "\"done\""));
    } finally {
      log.stop();
    }
  }

  private Acceptance submit(Caller caller, String connection, String table) {
    return now(submitting(caller, connection, table));
  }

  private Uni<Acceptance> submitting(Caller caller, String connection, String table) {
    return submissions.submit(caller, request(connection, table), Optional.empty(), none());
  }

  private static Batches.Order order(String connection, String table) {
    return new Batches.Order(
        "digest of " + table, List.of(request(connection, table)), Optional.empty());
  }

  private static ExportRequest request(String connection, String table) {
    return Gateway.request("in.c-shop." + table, connection);
  }

  private static Optional<String> key(String text) {
    return Optional.of(text);
  }

  private static <T> Optional<T> none() {
    return Optional.empty();
  }

  private static ExportId other(ExportId id) {
    return ExportId.parse(id.value().substring(0, 35) + (id.value().endsWith("0") ? "1" : "0"));
  }

  private static <T> T now(Uni<T> answer) {
    return answer.await().atMost(Gateway.SOON);
  }

  private static ErrorCode code(Uni<?> answer) {
    return catchThrowableOfType(SluiceException.class, () -> now(answer)).code();
  }

  private static String message(Uni<?> answer) {
    return catchThrowableOfType(SluiceException.class, () -> now(answer)).getMessage();
  }
}
