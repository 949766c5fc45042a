package io.sluice.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.file.RangeHeaders;
import io.sluice.api.request.ExportFilters;
import io.sluice.api.request.IdempotencyKey;
import io.sluice.api.request.Preferences;
import io.sluice.api.request.Query;
import io.sluice.api.request.Readers;
import io.sluice.base.HttpDate;
import io.sluice.base.SluiceException;
import io.sluice.export.model.Trace;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.jaxrs.HttpHeadersImpl;

/** A query in the first line and headers in the others: none makes a reader fail by itself. */
final class HeaderTarget implements Target {
  /** The server takes no head that is longer. */
  private static final int LONGEST = 16 << 10;

  private static final ByteMutator MUTATOR =
      new ByteMutator(
          Stream.of(
                  "=",
                  "-",
                  ",",
                  ";",
                  "\"",
                  "W/",
                  "*",
                  "\\",
                  "&",
                  "%",
                  " ",
                  "\t",
                  "bytes=",
                  "wait=",
                  "9223372036854775807",
                  "-9223372036854775808",
                  "999999999999999999999",
                  "00-",
                  "ff-",
                  "\u0000",
                  "\u0660",
                  "GMT",
                  "99",
                  "9".repeat(5_000),
                  ",".repeat(3_000),
                  "\"".repeat(3_000))
              .map(word -> word.getBytes(StandardCharsets.UTF_8))
              .toList());

  @Override
  public String name() {
    return "headers";
  }

  @Override
  public byte[] mutate(List<byte[]> corpus, Choices choices) {
    byte[] changed = MUTATOR.mutate(choices.of(corpus), choices.of(corpus), choices);
    return changed.length > LONGEST ? Arrays.copyOf(changed, LONGEST) : changed;
  }

  @Override
  public String run(byte[] bytes) {
    String[] lines = new String(bytes, StandardCharsets.ISO_8859_1).split("\n", -1);
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      headers.add(
          Map.entry(
              colon < 0 ? lines[i] : lines[i].substring(0, colon),
              lines[i].substring(colon + 1).strip()));
    }
    return query(lines[0]) + ", " + headers(new HttpHeadersImpl(headers));
  }

  private static String headers(HttpHeaders headers) {
    Optional<Duration> wait =
        Preferences.longestWait(
            Optional.ofNullable(headers.getHeaderString("Prefer")), Readers.LIMITS);
    assertThat(wait.orElse(Duration.ZERO)).isBetween(Duration.ZERO, Readers.LIMITS.longestWait());
    RangeHeaders.areRead(headers);
    all(headers)
        .flatMap(value -> Trace.parse(value).stream())
        .forEach(
            trace ->
                assertThat(
                        Trace.parse(
                            "00-%s-%s-%s".formatted(trace.id(), trace.span(), trace.flags())))
                    .contains(trace));
    all(headers)
        .flatMap(value -> HttpDate.parse(value).stream())
        .forEach(date -> assertThat(HttpDate.parse(HttpDate.format(date))).contains(date));
    try {
      return IdempotencyKey.of(headers).isPresent() ? "key" : "no key";
    } catch (SluiceException e) {
      return e.code().slug();
    }
  }

  private static Stream<String> all(HttpHeaders headers) {
    return headers.getRequestHeaders().values().stream().flatMap(List::stream);
  }

  private static String query(String line) {
    MultivaluedMap<String, String> parameters = new MultivaluedHashMap<>();
    for (String part : line.split("&", -1)) {
      int equals = part.indexOf('=');
      parameters.add(equals < 0 ? part : part.substring(0, equals), part.substring(equals + 1));
    }
    Query query = new Query(uri(parameters));
    try {
      ExportFilters.filter(query);
      assertThat(query.whole("limit", 10, 100)).isBetween(1, 100);
      assertThat(query.number("branch").orElse(0)).isNotNegative();
      query.flag("dryRun");
      query.finish();
      return "query";
    } catch (SluiceException e) {
      assertThat(e.code().status()).isBetween(400, 499);
      assertThat(e.getMessage()).hasSizeLessThan(3_000);
      return e.code().slug();
    }
  }

  private static UriInfo uri(MultivaluedMap<String, String> parameters) {
    return (UriInfo)
        Proxy.newProxyInstance(
            HeaderTarget.class.getClassLoader(),
            new Class<?>[] {UriInfo.class},
            (uri, method, arguments) -> parameters);
  }
}
