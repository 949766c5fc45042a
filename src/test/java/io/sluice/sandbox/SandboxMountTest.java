package io.sluice.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sandbox inside the application. */
@QuarkusTest
class SandboxMountTest {
  @TestHTTPResource("/sandbox")
  URI base;

  @Inject Sandbox sandbox;
  @TempDir Path directory;

  @Test
  void aTableIsExportedThroughTheApplicationsOwnServer() throws Exception {
    // Given
    SandboxCaller caller = new SandboxCaller(base, "sandbox-aws");

    // When
    JsonObject job =
        caller.export("in.c-shop.customers", new JsonObject().put("fileType", "parquet"));

    // Then
    List<Path> slices = caller.download(caller.file(job), directory);
    assertThat(DuckDb.rows("SELECT count(*) FROM " + DuckDb.parquet(slices)))
        .containsExactly(List.of("20000"));
    assertThat(sandbox.log().under("/s3/")).isNotEmpty();
  }
}
