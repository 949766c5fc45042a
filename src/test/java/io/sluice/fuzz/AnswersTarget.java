package io.sluice.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.base.ErrorCode;
import io.sluice.base.ManualTimekeeper;
import io.sluice.base.SluiceException;
import io.sluice.storage.FileDetail;
import io.sluice.storage.response.FileReader;
import io.sluice.storage.response.JobReader;
import io.sluice.storage.response.ProjectReader;
import io.sluice.storage.response.TableReader;
import io.sluice.storage.wire.ErrorAnswers;
import io.sluice.storage.wire.JsonStream;
import io.sluice.storage.wire.StorageErrors;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** What the Storage API answers, to each reader of it: no reader repeats a secret. */
final class AnswersTarget implements Target {
  private final JsonMutator mutator = new JsonMutator();

  @Override
  public String name() {
    return "answers";
  }

  @Override
  public byte[] mutate(List<byte[]> corpus, Choices choices) {
    return mutator.mutate(choices.of(corpus), choices.of(corpus), choices);
  }

  @Override
  public String run(byte[] bytes) {
    JsonNode json;
    try {
      json = JsonStream.tree(bytes);
      JsonStream.items(bytes, item -> understood(item));
    } catch (IOException notJson) {
      return "no json";
    }
    return understood(json) + " of the readers";
  }

  /** How many readers understand it. */
  private static long understood(JsonNode json) {
    ManualTimekeeper clock = new ManualTimekeeper();
    List<Function<StorageErrors, Object>> readers =
        List.of(
            errors -> new JobReader(errors).read(json),
            errors -> new TableReader(errors).read(json),
            errors -> new ProjectReader(errors).project(json),
            errors -> new ProjectReader(errors).bucket(json));
    Stream.of(301, 400, 401, 404, 429, 500, 503)
        .map(status -> ErrorAnswers.of(Secrets.errors(clock), status, json))
        .forEach(Secrets::areNotIn);
    long read = readers.stream().filter(reader -> isRead(reader, Secrets.errors(clock))).count();
    return read + (isFile(json, clock) ? 1 : 0);
  }

  private static boolean isRead(Function<StorageErrors, Object> reader, StorageErrors errors) {
    try {
      Object read = reader.apply(errors);
      Secrets.areNotIn(read.toString());
      return true;
    } catch (SluiceException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_PROTOCOL);
      Secrets.areNotIn(e);
      return false;
    }
  }

  private static boolean isFile(JsonNode json, ManualTimekeeper clock) {
    try {
      FileDetail file = new FileReader(Secrets.firstErrors(clock), clock).read(json);
      Secrets.ofItsOwnAreNotIn(file);
      return true;
    } catch (SluiceException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_PROTOCOL);
      assertThat(e.getMessage()).doesNotContain(Secrets.TOKEN);
      return false;
    }
  }
}
