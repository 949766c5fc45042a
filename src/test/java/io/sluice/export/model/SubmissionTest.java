package io.sluice.export.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SubmissionTest {

  @Test
  void isReadFromACheckpointThatKnewNoTraces() throws Exception {
    // Given
    String kept = "{\"idempotencyKey\": null, \"batch\": null}";

    // When
    Submission read =
        new ObjectMapper().registerModule(new Jdk8Module()).readValue(kept, Submission.class);

    // Then
    assertThat(read)
        .isEqualTo(Submission.alone(Optional.empty(), Optional.empty(), Optional.empty()));
  }
}
