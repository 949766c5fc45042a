package io.sluice.storage.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.storage.BucketId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoragePathTest {

  @Test
  void everyPartIsEncodedOnceAndStaysOnePart() {
    // Given
    StoragePath path = StoragePath.of("buckets", "a/../b?c=d&e #%2e", "tables");

    // When
    String uri = path.with("include", "columns,metadata").with("q", "a&b=c").toString();

    // Then
    assertThat(uri)
        .isEqualTo(
            "/buckets/a%2F..%2Fb%3Fc%3Dd%26e%20%23%252e/tables?include=columns,metadata&q=a%26b%3Dc");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "x\r\nX: y", "\u0000", "a\u0085"})
  void aPartThatWouldChangeTheAddressIsRefused(String segment) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StoragePath.of("buckets", segment, "tables"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"in.c-main", "out.c-x", "in.c-123-main", "sys.c-x", "in.linked_1"})
  void bucketsThatStorageKnowsAreTaken(String id) {
    assertThat(new BucketId(id)).hasToString(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "in",
        "in.",
        "in.c-a.b",
        "In.c-a",
        "stage.c-a",
        "in.c a",
        "in.c-ä",
        "in.c-a\n",
        "../branch/999/tables?",
        "../tokens?",
        "in.c-a/../..",
        "in.c-a%2f",
        "x\r\nX"
      })
  void otherTextsAreNoBuckets(String text) {
    assertThatThrownBy(() -> new BucketId(text))
        .isInstanceOfSatisfying(
            SluiceException.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_REQUEST))
        .hasMessageContaining("in.c-shop");
  }
}
