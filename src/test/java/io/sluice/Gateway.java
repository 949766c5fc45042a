package io.sluice;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The gateway under test, as a caller with an HTTP client sees it. */
public final class Gateway {
  private Gateway() {}

  /** Submits a body and gives the export's id. */
  public static String submit(String body) {
    return given()
        .contentType("application/json")
        .body(body)
        .post("/v1/exports")
        .then()
        .statusCode(202)
        .header("Location", containsString("/v1/exports/"))
        .extract()
        .path("id");
  }

  /** Submits a table in a file type. */
  public static String submit(String table, String fileType) {
    return submit("{\"table\": \"%s\", \"fileType\": \"%s\"}".formatted(table, fileType));
  }

  /** The export's representation once it has ended. */
  public static JsonPath awaitEnd(String id) {
    return await()
        .atMost(2, TimeUnit.MINUTES)
        .pollInterval(100, TimeUnit.MILLISECONDS)
        .until(
            () -> given().get("/v1/exports/" + id).jsonPath(),
            export -> export.getString("finishedAt") != null);
  }

  /** The finished file, saved into the folder. */
  public static Path download(String id, Path folder) throws IOException {
    return Files.write(
        folder.resolve(id + ".parquet"),
        given().get("/v1/exports/" + id + "/file").then().statusCode(200).extract().asByteArray());
  }
}
