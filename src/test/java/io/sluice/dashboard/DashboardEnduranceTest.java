package io.sluice.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.notNullValue;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.Route.FulfillOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.sluice.Gateway;
import io.sluice.SandboxResource;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The dashboard left open while much goes on. */
@NeedsChromium
@QuarkusTest
@WithTestResource(SandboxResource.class)
class DashboardEnduranceTest {
  private static final Logger LOG = Logger.getLogger(DashboardEnduranceTest.class);
  private static final int MANY = 1_000;
  private static final String ID = "01990000-0000-7000-8000-";

  /** Exports that come and go; {@code -Ddashboard.round=100} for a longer soak. */
  private static final int ROUND = Integer.getInteger("dashboard.round", 25);

  private static final long MEBIBYTE = 1024 * 1024;

  private static Chromium chromium;

  @TestHTTPResource URI gateway;
  private Page page;

  @BeforeAll
  static void launch() {
    chromium = Chromium.launch();
  }

  @AfterAll
  static void close() {
    chromium.close();
  }

  @AfterEach
  void closePage() {
    page.context().close();
  }

  @Test
  void staysQuickWithAThousandExports() {
    // Given
    openWithMany();

    // When
    double slowest = ((Number) page.evaluate(SCROLL_THROUGH)).doubleValue();

    // Then
    assertThat(page.locator("a.opener[href$='" + ID + "000000000001']")).isVisible();
    Chromium.picture(page, "thousand-light");
    assertThat(slowest).as("milliseconds until a step of scrolling was painted").isLessThan(500);
    assertThat(page.locator(".row").count()).isBetween(10, 60);
  }

  @Test
  void findsWhatIsOlderThanWhatIsLoaded() {
    // Given
    openWithMany();

    // When
    page.getByRole(AriaRole.SEARCHBOX).fill("-000000000003");

    // Then
    assertThat(row(number(3))).isVisible();
    assertThat(page.locator(".row")).hasCount(1);
  }

  /** Exports come and go twice; what a single one leaves behind shows in the second round. */
  @Test
  void neitherGrowsNorStallsWhileExportsComeAndGo() {
    // Given
    page = chromium.wide(ColorScheme.DARK);
    page.navigate(gateway.toString());
    assertThat(mark()).hasText("Live");
    CDPSession session = page.context().newCDPSession(page);
    session.send("Performance.enable");
    comeAndGo();
    Size before = size(session);

    // When
    comeAndGo();

    // Then
    Size after = size(session);
    LOG.infof("rounds of %d exports: before %s, after %s", ROUND, before, after);
    assertThat(after.nodes()).isLessThan(before.nodes() + 100);
    assertThat(after.heap()).isLessThan(before.heap() + MEBIBYTE);
    assertThat(chromium.complaints()).isEmpty();
  }

  @Test
  void asksNothingOfTheGatewayWhileNobodyLooks() {
    // Given
    page = chromium.wide(ColorScheme.LIGHT);
    page.clock().install();
    page.navigate(gateway.toString());
    assertThat(mark()).hasText("Live");
    look(false);
    page.clock().fastForward("01:00");
    assertThat(mark()).hasText("Paused");
    List<String> asked = new CopyOnWriteArrayList<>();
    page.onRequest(request -> asked.add(request.url()));
    page.clock().fastForward("10:00");
    assertThat(asked).isEmpty();

    // When
    look(true);

    // Then
    assertThat(mark()).hasText("Live");
    assertThat(asked).anyMatch(url -> url.contains("/v1/events"));
  }

  /** What the page holds on to, after a collection. */
  private record Size(double heap, double nodes) {}

  /** The page at a gateway that has a thousand exports. */
  private void openWithMany() {
    String id = Gateway.submit("{\"table\": \"in.c-shop.users\", \"limit\": 4}");
    Gateway.awaitEnd(id);
    String example = given().get("/v1/exports/" + id).asString().replace(id, "ID");
    page = chromium.wide(ColorScheme.LIGHT);
    page.route("**/v1/exports?*", route -> answerWithMany(route, example));
    page.navigate(gateway.toString());
    assertThat(mark()).hasText("Live");
  }

  /**
   * A page of the thousand, newest first, as the gateway would answer. They are older than what
   * other tests left and the events tell of.
   */
  private static void answerWithMany(Route route, String example) {
    String query = URI.create(route.request().url()).getQuery();
    int limit = Integer.parseInt(query.replaceAll(".*limit=(\\d+).*", "$1"));
    int newest =
        query.contains("after=" + ID)
            ? Integer.parseInt(query.replaceAll(".*-0*(\\d+)$", "$1")) - 1
            : MANY;
    int oldest = Math.max(1, newest - limit + 1);
    String exports =
        IntStream.iterate(newest, i -> i >= oldest, i -> i - 1)
            .mapToObj(i -> example.replace("ID", number(i)))
            .collect(Collectors.joining(","));
    String next = oldest == 1 ? "null" : "\"" + number(oldest) + "\"";
    route.fulfill(
        new FulfillOptions()
            .setContentType("application/json")
            .setBody("{\"exports\":[%s],\"next\":%s,\"links\":{}}".formatted(exports, next)));
  }

  private static String number(int i) {
    return ID + "%012d".formatted(i);
  }

  private void comeAndGo() {
    List<String> exports =
        IntStream.rangeClosed(1, ROUND)
            .mapToObj(limit -> "{\"table\": \"in.c-shop.users\", \"limit\": " + limit + "}")
            .map(Gateway::submit)
            .toList();
    exports.forEach(DashboardEnduranceTest::awaitEnd);
    assertThat(row(exports.get(ROUND - 1))).containsText("Succeeded");
    exports.forEach(id -> given().delete("/v1/exports/" + id).then().statusCode(204));
    assertThat(row(exports.get(ROUND - 1))).hasCount(0);
  }

  /** What a browser tells a tab that comes to the front or goes behind another. */
  private void look(boolean visible) {
    page.evaluate(
        """
        visible => {
          Object.defineProperty(document, 'hidden', {configurable: true, get: () => !visible});
          document.dispatchEvent(new Event('visibilitychange'));
        }
        """,
        visible);
  }

  private Locator mark() {
    return page.locator(".mark");
  }

  private Locator row(String id) {
    return page.locator(
        ".row", new Page.LocatorOptions().setHas(page.locator("a[href$='" + id + "']")));
  }

  private static void awaitEnd(String id) {
    given()
        .header("Prefer", "wait=60")
        .get("/v1/exports/" + id)
        .then()
        .body("finishedAt", notNullValue());
  }

  private static Size size(CDPSession session) {
    session.send("HeapProfiler.collectGarbage");
    JsonObject metrics = session.send("Performance.getMetrics");
    return new Size(metric(metrics, "JSHeapUsedSize"), metric(metrics, "Nodes"));
  }

  private static double metric(JsonObject metrics, String name) {
    return metrics.getAsJsonArray("metrics").asList().stream()
        .map(metric -> metric.getAsJsonObject())
        .filter(metric -> metric.get("name").getAsString().equals(name))
        .mapToDouble(metric -> metric.get("value").getAsDouble())
        .findFirst()
        .orElseThrow();
  }

  /** Goes down, past each page's end, and says how long the slowest step took to be painted. */
  private static final String SCROLL_THROUGH =
      """
      async () => {
        const painted = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        const last = () => document.querySelector('.rows').lastElementChild.getAttribute('aria-rowindex');
        let slowest = 0;
        for (let step = 0; step < 400 && last() !== '1001'; step++) {
          const began = performance.now();
          window.scrollBy(0, 1500);
          await painted();
          slowest = Math.max(slowest, performance.now() - began);
        }
        return slowest;
      }
      """;
}
