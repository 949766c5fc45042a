package io.sluice.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.sluice.Gateway;
import io.sluice.SandboxResource;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The dashboard for whoever sees it badly, not at all, or uses no mouse. */
@NeedsChromium
@QuarkusTest
@WithTestResource(SandboxResource.class)
class DashboardAccessibilityTest {
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

  @ParameterizedTest
  @EnumSource(names = {"LIGHT", "DARK"})
  void breaksNoRuleInTheListAndAnExportsStory(ColorScheme scheme) {
    // Given
    String id =
        Gateway.submit("{\"table\": \"in.c-shop.dirty\", \"columns\": [\"id\", \"quantity\"]}");
    Gateway.awaitEnd(id);
    Gateway.awaitEnd(Gateway.submit("{\"table\": \"in.c-shop.broken\", \"limit\": 7}"));
    page = chromium.wide(scheme);
    page.navigate(gateway + "#/exports/" + id);
    assertThat(page.getByRole(AriaRole.REGION, named("Warnings"))).isVisible();

    // When
    List<String> broken = broken();

    // Then
    Chromium.picture(page, "warned-" + name(scheme));
    assertThat(broken).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"LIGHT", "DARK"})
  void breaksNoRuleInTheForm(ColorScheme scheme) {
    // Given
    page = chromium.wide(scheme);
    page.navigate(gateway + "#/new");
    page.getByRole(AriaRole.COMBOBOX, named("Table")).fill("in.c-shop.customers");
    page.getByRole(AriaRole.CHECKBOX, named("name")).check();
    page.getByRole(AriaRole.BUTTON, named("Add a filter")).click();
    page.getByRole(AriaRole.BUTTON, named("Sort by a column")).click();
    page.getByRole(AriaRole.BUTTON, named("Start export")).click();
    assertThat(page.locator("[aria-invalid=true]").first()).isFocused();

    // When
    List<String> broken = broken();

    // Then
    Chromium.picture(page, "form-" + name(scheme));
    assertThat(broken).isEmpty();
  }

  @Test
  void goesFromRowToRowAndBackByKeysAlone() {
    // Given
    Gateway.submit("{\"table\": \"in.c-shop.users\", \"limit\": 1}");
    Gateway.submit("{\"table\": \"in.c-shop.users\", \"limit\": 2}");
    page = chromium.wide(ColorScheme.LIGHT);
    page.navigate(gateway.toString());
    Locator second = page.locator(".opener").nth(1);
    page.locator(".opener").first().focus();
    page.keyboard().press("ArrowDown");
    assertThat(second).isFocused();
    page.keyboard().press("Enter");
    assertThat(page.locator(".detail h2")).isFocused();

    // When
    page.keyboard().press("Escape");

    // Then
    assertThat(page.locator(".detail")).hasCount(0);
    assertThat(second).isFocused();
  }

  private List<String> broken() {
    return new AxeBuilder(page)
        .analyze().getViolations().stream().map(DashboardAccessibilityTest::words).toList();
  }

  private static String words(Rule rule) {
    return rule.getId() + ": " + rule.getHelp() + " " + rule.getNodes();
  }

  private static String name(ColorScheme scheme) {
    return scheme == ColorScheme.DARK ? "dark" : "light";
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }
}
