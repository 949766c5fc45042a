package io.sluice.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** Callers as keys make them. */
public final class TestCallers {
  private TestCallers() {}

  /**
   * Who has a key.
   *
   * @param grants as the configuration has them
   */
  public static Caller key(String name, String grants) {
    List<String> problems = new ArrayList<>();
    Grants given = Grants.parse("grants", List.of(grants.split(",", -1)), problems);
    assertThat(problems).isEmpty();
    return new Caller(name, Caller.Kind.KEY, given, "");
  }
}
