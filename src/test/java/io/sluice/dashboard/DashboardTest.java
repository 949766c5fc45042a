package io.sluice.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.sluice.Gateway;
import io.sluice.SandboxResource;
import io.sluice.sandbox.SandboxServer;
import io.sluice.sandbox.wire.Fault;
import io.sluice.sandbox.wire.FaultRule;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The dashboard as a person uses it, in a real browser. */
@NeedsChromium
@QuarkusTest
@WithTestResource(SandboxResource.class)
class DashboardTest {
  private static Chromium chromium;

  @TestHTTPResource URI gateway;
  SandboxServer sandbox;
  private Page page;

  @BeforeAll
  static void launch() {
    chromium = Chromium.launch();
  }

  @AfterAll
  static void close() {
    chromium.close();
  }

  @BeforeEach
  void openPage() {
    chromium.forgetComplaints();
    page = chromium.wide(ColorScheme.LIGHT);
  }

  @AfterEach
  void closePage() {
    sandbox.sandbox().faults().clear();
    page.context().close();
  }

  @Test
  void loadsAndIsLiveWithoutAComplaint() {
    // When
    page.navigate(gateway.toString());

    // Then
    assertThat(mark()).hasText("Live");
    assertThat(page.getByRole(AriaRole.HEADING, named("Sluice"))).isVisible();
    assertThat(chromium.complaints()).isEmpty();
  }

  @Test
  void runsAnExportThatWasStartedByClicksWithItsBarMoving() throws IOException {
    // Given
    slow(250_000);
    page.navigate(gateway.toString());
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("New export")).click();
    table().fill("shop orders");
    page.getByRole(AriaRole.LISTBOX, exactly("Tables")).getByRole(AriaRole.OPTION).first().click();

    // When
    start().click();

    // Then
    Locator bar = detail().getByRole(AriaRole.PROGRESSBAR);
    double first = nextShare(bar, 0);
    Chromium.picture(page, "running-light");
    assertThat(nextShare(bar, first)).isGreaterThan(first);
    assertThat(detail().locator(".state").first()).hasText("Succeeded");
    assertThat(detail()).containsText("200,000");
    assertThat(download()).isEqualTo("PAR1");
    Chromium.picture(page, "succeeded-light");
    assertThat(chromium.complaints()).isEmpty();
  }

  @Test
  void showsALargeRequestWholeThoughEventsLeaveItsFiltersOut() {
    // Given
    slow(250_000);
    String values =
        IntStream.range(0, 500)
            .mapToObj("\"value-%d\""::formatted)
            .collect(Collectors.joining(","));
    String id =
        Gateway.submit(
            "{\"table\":\"in.c-shop.orders\",\"whereFilters\":[{\"column\":\"status\",\"operator\":\"ne\",\"values\":[%s]}]}"
                .formatted(values));

    // When
    page.navigate(gateway + "#/exports/" + id);

    // Then
    assertThat(detail().locator(".state").first()).hasText("Downloading");
    assertThat(detail()).containsText("value-499");
    assertThat(page.getByRole(AriaRole.BUTTON, exactly("Export again"))).isEnabled();
  }

  @Test
  void showsEachErrorAtItsField() {
    // Given
    page.navigate(gateway + "#/new");
    table().fill("orders");
    page.getByRole(AriaRole.TEXTBOX, exactly("Changed since")).fill("yesterday-ish");
    page.getByRole(AriaRole.TEXTBOX, exactly("Rows at most")).fill("many");

    // When
    start().click();

    // Then
    assertThat(table()).isFocused();
    assertThat(table()).hasAttribute("aria-invalid", "true");
    assertThat(table()).hasAccessibleDescription(Pattern.compile("stage\\.bucket\\.table"));
    assertThat(page.getByRole(AriaRole.TEXTBOX, exactly("Changed since")))
        .hasAccessibleDescription(Pattern.compile("is not a time"));
    assertThat(page.getByRole(AriaRole.TEXTBOX, exactly("Rows at most")))
        .hasAccessibleDescription(Pattern.compile("whole number"));
    Chromium.picture(page, "form-errors-light");
  }

  @Test
  void showsColumnsAndFiltersAsTheJsonThatTheyBecome() {
    // Given
    page.navigate(gateway + "#/new");
    table().fill("in.c-shop.orders");
    page.getByRole(AriaRole.BUTTON, exactly("Add a filter")).click();

    // When
    page.getByRole(AriaRole.CHECKBOX, exactly("status")).check();
    page.getByRole(AriaRole.CHECKBOX, exactly("id")).check();
    page.getByRole(AriaRole.BUTTON, exactly("id earlier")).click();
    page.getByRole(AriaRole.COMBOBOX, exactly("Column")).selectOption("amount");
    page.getByRole(AriaRole.COMBOBOX, exactly("Comparison")).selectOption("ge");
    page.getByRole(AriaRole.TEXTBOX, exactly("Values, one a line")).fill("5");

    // Then
    Locator json = page.getByLabel("The request as JSON");
    assertThat(json).containsText("\"columns\": [ \"id\", \"status\" ]");
    assertThat(json)
        .containsText(
            Pattern.compile("\"operator\": \"ge\".*\"dataType\": \"DECIMAL\"", Pattern.DOTALL));
  }

  @Test
  void asksAgainForWhatWasAskedBefore() {
    // Given
    String id =
        Gateway.submit(
            """
            {"table": "in.c-shop.users", "columns": ["city", "id"], "limit": 2,
             "whereFilters": [{"column": "id", "operator": "le", "values": ["4"], "dataType": "INTEGER"}],
             "output": {"compression": "snappy"}}
            """);
    page.navigate(gateway + "#/exports/" + id);
    String asked = detail().getByLabel("The request as JSON").textContent();

    // When
    detail().getByRole(AriaRole.BUTTON, in("Export again")).click();

    // Then
    assertThat(page.locator(".preview pre")).hasText(asked);
    assertThat(page.getByRole(AriaRole.COMBOBOX, exactly("Comparison"))).hasValue("le");
    assertThat(asked).contains("\"city\", \"id\"", "snappy").doesNotContain("null", "auto");
  }

  @Test
  void cancelsARunningExport() {
    // Given
    slow(20_000);
    String id = Gateway.submit("{\"table\": \"in.c-shop.orders\", \"limit\": 190001}");
    page.navigate(gateway + "#/exports/" + id);

    // When
    detail().getByRole(AriaRole.BUTTON, in("Cancel")).click();

    // Then
    assertThat(detail().locator(".state").first()).hasText("Cancelled");
    assertThat(Gateway.awaitEnd(id).getString("state")).isEqualTo("cancelled");
  }

  @Test
  void tellsWhyAnExportFailedAndForgetsItWhenAsked() {
    // Given
    String id = Gateway.submit("{\"table\": \"in.c-shop.broken\"}");
    page.navigate(gateway + "#/exports/" + id);
    Locator error = page.getByRole(AriaRole.REGION, exactly("Error"));
    assertThat(error).containsText("Division by zero");
    assertThat(error.getByRole(AriaRole.LINK)).hasAttribute("href", "/problems/job-failed");
    Chromium.picture(page, "failed-light");
    detail().getByRole(AriaRole.BUTTON, in("Delete")).click();

    // When
    page.getByRole(AriaRole.BUTTON, exactly("Delete")).click();

    // Then
    assertThat(detail()).hasCount(0);
    assertThat(page.locator("a.opener[href$='" + id + "']")).hasCount(0);
  }

  @Test
  void isLiveAgainWhenTheGatewayIsBackAndKnowsWhatHappenedMeanwhile() {
    // Given
    try (Cable cable = new Cable(gateway)) {
      page.navigate(cable.address());
      assertThat(mark()).hasText("Live");
      cable.pull();
      assertThat(mark()).hasText("Reconnecting");
      Chromium.picture(page, "reconnecting-light");
      String id = Gateway.submit("{\"table\": \"in.c-shop.users\", \"limit\": 3}");
      Gateway.awaitEnd(id);

      // When
      cable.plugIn();

      // Then
      assertThat(mark()).hasText("Live");
      assertThat(page.locator(".row", rowOf(id)).locator(".state")).hasText("Succeeded");
    }
  }

  @Test
  void isReadOnAPhone() {
    // Given
    Gateway.awaitEnd(Gateway.submit("{\"table\": \"in.c-shop.dirty\"}"));
    Page phone = chromium.narrow(ColorScheme.DARK);

    // When
    phone.navigate(gateway.toString());

    // Then
    assertThat(phone.locator(".opener").first()).isVisible();
    Object overflow =
        phone.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth");
    assertThat(overflow).isEqualTo(0);
    Chromium.picture(phone, "list-narrow-dark");
    phone.locator(".opener").first().click();
    assertThat(phone.locator(".detail h2")).isVisible();
    Chromium.picture(phone, "detail-narrow-dark");
    phone.context().close();
  }

  private void slow(long bytesPerSecond) {
    sandbox.sandbox().faults().add(FaultRule.always("/s3/**", new Fault.Drip(bytesPerSecond)));
  }

  private Locator mark() {
    return page.locator(".mark");
  }

  private Locator detail() {
    return page.locator(".detail");
  }

  private Locator table() {
    return page.getByRole(AriaRole.COMBOBOX, exactly("Table"));
  }

  private Locator start() {
    return page.getByRole(AriaRole.BUTTON, exactly("Start export"));
  }

  private Page.LocatorOptions rowOf(String id) {
    return new Page.LocatorOptions().setHas(page.locator("a[href$='" + id + "']"));
  }

  /** The first share that the bar shows above the given one, in percent. */
  private static double nextShare(Locator bar, double above) {
    return await()
        .atMost(20, TimeUnit.SECONDS)
        .pollInterval(50, TimeUnit.MILLISECONDS)
        .until(() -> share(bar), share -> share > above);
  }

  private static double share(Locator bar) {
    List<Object> shown = List.of(bar.evaluateAll("bars => bars.map(bar => bar.ariaValueNow)"));
    String text = String.valueOf(shown.get(0)).replaceAll("[^0-9.]", "");
    return text.isEmpty() ? 0 : Double.parseDouble(text);
  }

  /** The first bytes of the file behind the button. */
  private String download() throws IOException {
    Download download =
        page.waitForDownload(
            () ->
                detail()
                    .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Download"))
                    .click());
    return new String(
        Files.readAllBytes(download.path()), 0, 4, java.nio.charset.StandardCharsets.US_ASCII);
  }

  private static Page.GetByRoleOptions exactly(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name);
  }

  private static Locator.GetByRoleOptions in(String name) {
    return new Locator.GetByRoleOptions().setName(name).setExact(true);
  }
}
