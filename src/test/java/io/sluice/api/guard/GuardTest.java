package io.sluice.api.guard;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.sluice.SandboxResource;
import io.sluice.api.RawHttp;
import io.smallrye.config.ConfigValidationException;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request has to be before anybody else looks at it, and what every answer carries. */
@QuarkusTest
@WithTestResource(SandboxResource.class)
class GuardTest {
  @TestHTTPResource URI gateway;

  @ParameterizedTest
  @CsvSource({
    "localhost, 200",
    "LOCALHOST:8080, 200",
    "127.0.0.1:1, 200",
    "10.1.2.3, 200",
    "[::1]:8080, 200",
    "rebind.test, 421",
    "rebind.test:8080, 421",
    "localhost.evil.test, 421",
    "127.0.0.1.evil.test, 421",
    "localhost:8080@evil.test, 400",
    "[::1].evil.test, 400",
    "evil.test:8080:localhost, 400"
  })
  void onlyNamesOfTheGatewayAreAnswered(String host, int status) throws IOException {
    assertThat(get("/v1/status", "Host: " + host)).startsWith("HTTP/1.1 " + status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/v1/events", "/v1/none", "/problems", "/static/none", "/q/openapi"})
  void aForeignNameIsRefusedEverywhere(String path) throws IOException {
    assertThat(get(path, "Host: rebind.test"))
        .startsWith("HTTP/1.1 421")
        .contains("application/problem+json", "sluice.http.hosts");
  }

  @Test
  void aRequestHasOneHost() throws IOException {
    assertThat(get("/v1/status", "Accept: */*")).startsWith("HTTP/1.1 400");
    assertThat(get("/v1/status", "Host: localhost", "Host: localhost")).startsWith("HTTP/1.1 400");
  }

  @ParameterizedTest
  @CsvSource({
    "sluice.example.com, sluice.example.com, true",
    "Sluice.Example.com, sluice.example.COM:443, true",
    "*.example.com, a.example.com, true",
    "*.example.com, example.com, false",
    "*.example.com, a.example.com.evil.test, false",
    "sluice.example.com, a.sluice.example.com, false",
    "*, anything.test, true"
  })
  void configuredNamesMatchAsWritten(String configured, String host, boolean included) {
    assertThat(new HostNames(List.of(configured)).include(host)).isEqualTo(included);
  }

  @ParameterizedTest
  @CsvSource({
    "Sec-Fetch-Site, cross-site, 403",
    "Sec-Fetch-Site, same-site, 403",
    "Sec-Fetch-Site, same-origin, 400",
    "Sec-Fetch-Site, none, 400",
    "Origin, http://evil.test, 403",
    "Origin, null, 403",
    "Origin, http://localhost:1, 403",
    "Origin, http://LOCALHOST, 400",
    "Origin, https://localhost, 400"
  })
  void anotherSitesPageStartsNothing(String header, String value, int status) throws IOException {
    // When
    String answer =
        RawHttp.exchange(
            gateway,
            RawHttp.head(
                    "POST /v1/exports HTTP/1.1",
                    "Host: localhost",
                    "Content-Type: application/json",
                    "Content-Length: 2",
                    "Connection: close",
                    header + ": " + value)
                + "{}");

    // Then
    assertThat(answer).startsWith("HTTP/1.1 " + status);
  }

  @Test
  void anotherSitesPageReadsNothingButALinkIsFollowed() throws IOException {
    assertThat(get("/v1/status", "Host: localhost", "Sec-Fetch-Site: cross-site"))
        .startsWith("HTTP/1.1 403");
    assertThat(
            get(
                "/v1/status",
                "Host: localhost",
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Mode: navigate"))
        .startsWith("HTTP/1.1 200");
  }

  @ParameterizedTest
  @CsvSource({
    "Content-Type: application/json, 400",
    "Content-Type: Application/JSON; charset=utf-8, 400",
    "Content-Type: application/*, 415",
    "Content-Type: */*, 415",
    "Content-Type: text/plain, 415",
    "Content-Type:, 415",
    "Content-Type: ;charset=utf-8, 415",
    "Content-Type: application/jsonp, 415",
    "Content-Type: application/x-www-form-urlencoded, 415",
    "Content-Type: application/vnd.api+json, 415",
    "X-None: , 415"
  })
  void aBodyHasToSayThatItIsJson(String header, int status) throws IOException {
    for (String path : List.of("/v1/exports", "/v1/batches")) {
      // When
      String answer =
          RawHttp.exchange(
              gateway,
              RawHttp.head(
                      "POST " + path + " HTTP/1.1",
                      "Host: localhost",
                      "Connection: close",
                      "Content-Length: 2",
                      header)
                  + "{}");

      // Then
      assertThat(answer).startsWith("HTTP/1.1 " + status).contains("application/problem+json");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/v1/status",
        "/v1/exports/none",
        "/none",
        "/problems",
        "/q/openapi",
        "/static/sluice.svg"
      })
  void everyAnswerCarriesItsHeadersOnce(String path) {
    // When
    Response answer = given().get(path);

    // Then
    for (String name :
        List.of(
            "X-Content-Type-Options",
            "Cache-Control",
            "Content-Security-Policy",
            "Referrer-Policy",
            "Cross-Origin-Resource-Policy")) {
      assertThat(answer.headers().getList(name)).as(name).hasSize(1);
    }
    assertThat(answer.header("Content-Security-Policy")).contains("frame-ancestors 'none'");
  }

  @Test
  void theAddressOfWhatWasMadeDoesNotRepeatTheHost() {
    given()
        .header("Host", "10.9.8.7")
        .contentType("application/json")
        .body("{\"table\": \"in.c-main.none\"}")
        .post("/v1/exports")
        .then()
        .header("Location", startsWith("/v1/exports/"));
  }

  @Test
  void forwardedAddressesNeedProxiesThatAreTrusted() {
    assertThatThrownBy(() -> new TrustedProxies(true, Optional.empty()))
        .isInstanceOf(ConfigValidationException.class)
        .hasMessageContaining("quarkus.http.proxy.trusted-proxies is missing");
    assertThatCode(() -> new TrustedProxies(true, Optional.of(List.of("10.0.0.0/8"))))
        .doesNotThrowAnyException();
    assertThatCode(() -> new TrustedProxies(false, Optional.empty())).doesNotThrowAnyException();
  }

  private String get(String path, String... headers) throws IOException {
    String[] lines = new String[headers.length + 2];
    lines[0] = "GET " + path + " HTTP/1.1";
    lines[1] = "Connection: close";
    System.arraycopy(headers, 0, lines, 2, headers.length);
    return RawHttp.exchange(gateway, RawHttp.head(lines));
  }
}
