package io.sluice.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.sluice.access.Caller;
import io.sluice.api.request.BatchRequest;
import io.sluice.api.request.Readers;
import io.sluice.base.SluiceException;
import io.sluice.export.model.ExportRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Bodies of exports and batches: refused as the caller's fault, or read back as they were read. */
final class RequestTarget implements Target {
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .registerModules(new Jdk8Module(), new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

  private final JsonMutator mutator = new JsonMutator();

  @Override
  public String name() {
    return "requests";
  }

  @Override
  public byte[] mutate(List<byte[]> corpus, Choices choices) {
    return mutator.mutate(choices.of(corpus), choices.of(corpus), choices);
  }

  @Override
  public String run(byte[] bytes) throws Exception {
    String export = export(bytes);
    String batch = batch(bytes);
    boolean read = export.equals("read") || batch.equals("read");
    return read ? "read" : export;
  }

  private static String export(byte[] bytes) throws IOException {
    try {
      comesBack(Readers.REQUESTS.read(Caller.program(), bytes));
      return "read";
    } catch (SluiceException e) {
      return refusal(e);
    }
  }

  private static String batch(byte[] bytes) throws IOException {
    try {
      if (Readers.BATCHES.read(Caller.program(), bytes).selection()
          instanceof BatchRequest.Tables tables) {
        for (ExportRequest request : tables.requests()) {
          comesBack(request);
        }
      }
      return "read";
    } catch (SluiceException e) {
      return refusal(e);
    }
  }

  /** From the disk, and where a caller sends what an answer showed. */
  private static void comesBack(ExportRequest request) throws IOException {
    byte[] json = MAPPER.writeValueAsBytes(request);
    assertThat(MAPPER.readValue(json, ExportRequest.class)).isEqualTo(request);
    assertThat(Readers.REQUESTS.read(Caller.program(), json)).isEqualTo(request);
  }

  /** An answer stays small however much is wrong. */
  private static String refusal(SluiceException e) {
    assertThat(e.code().status()).isBetween(400, 499);
    assertThat(e.getMessage()).hasSizeLessThan(3_000);
    assertThat(e.fieldErrors())
        .allSatisfy(error -> assertThat(error.detail()).hasSizeLessThan(1_000));
    assertThat(Map.of("pointers", e.fieldErrors()).toString()).hasSizeLessThan(50_000);
    return e.code().slug();
  }
}
