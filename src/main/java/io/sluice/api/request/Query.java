package io.sluice.api.request;

import io.sluice.base.NearestName;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The query parameters of a request as they are read one by one. Like a body's fields, an unknown
 * one is refused: a filter with a typo would otherwise answer with everything.
 */
public final class Query {
  private static final Set<String> PASSES = Set.of("link", "ticket");

  private final MultivaluedMap<String, String> parameters;
  private final Set<String> known = new LinkedHashSet<>();
  private final FieldErrors errors = new FieldErrors();

  public Query(UriInfo uri) {
    this.parameters = uri.getQueryParameters();
  }

  public Optional<String> text(String name) {
    known.add(name);
    List<String> values = parameters.getOrDefault(name, List.of());
    if (values.size() > 1) {
      wrong(name, "is given " + values.size() + " times");
    }
    refuseEmpty(name, values);
    return values.stream().filter(value -> !value.isEmpty()).findFirst();
  }

  /** Values that are repeated, separated by commas, or both. */
  public List<String> texts(String name) {
    known.add(name);
    List<String> values = parameters.getOrDefault(name, List.of());
    refuseEmpty(name, values);
    return values.stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(String::trim)
        .filter(value -> !value.isEmpty())
        .toList();
  }

  /** Whose variable was not set would be answered with everything, or not with a dry run. */
  private void refuseEmpty(String name, List<String> values) {
    if (values.contains("")) {
      wrong(name, "is empty; give it a value, or leave it out");
    }
  }

  public int whole(String name, int otherwise, int most) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    Optional<Integer> number =
        text.filter(digits -> digits.matches("[0-9]{1,9}"))
            .map(Integer::valueOf)
            .filter(value -> value >= 1 && value <= most);
    if (number.isEmpty()) {
      wrong(name, "must be a whole number from 1 to " + most);
    }
    return number.orElse(otherwise);
  }

  public OptionalLong number(String name) {
    Optional<String> text = text(name);
    boolean digits = text.filter(value -> value.matches("[0-9]{1,18}")).isPresent();
    if (text.isPresent() && !digits) {
      wrong(name, "must be a whole number");
    }
    return digits ? OptionalLong.of(Long.parseLong(text.get())) : OptionalLong.empty();
  }

  public boolean flag(String name) {
    Optional<String> text = text(name);
    if (text.isPresent() && !text.get().equals("true") && !text.get().equals("false")) {
      wrong(name, "must be true or false");
    }
    return text.filter("true"::equals).isPresent();
  }

  /**
   * The address may have been given out with a pass in it; whether that is right is known by now.
   */
  public Query passed() {
    parameters.keySet().stream().filter(PASSES::contains).forEach(known::add);
    return this;
  }

  public void wrong(String name, String detail) {
    wrong(name, () -> detail);
  }

  /** The same with a detail that takes work: it is asked for only where it will be listed. */
  void wrong(String name, Supplier<String> detail) {
    errors.add("?" + name, detail);
  }

  /** Refuses what was not asked for, then fails with everything that was noted. */
  public void finish() {
    parameters.keySet().stream()
        .filter(name -> !known.contains(name))
        .forEach(name -> wrong(name, () -> "is not known here; " + advice(name)));
    errors.failIfAny();
  }

  private String advice(String name) {
    return known.isEmpty()
        ? "this address takes no query parameters"
        : NearestName.advice(name, known);
  }
}
