package io.sluice.api.problem;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.RestPath;

/** A page for each problem type: what happened, what to do; and the same as JSON for programs. */
@Path("/problems")
@Produces(ProblemPages.HTML_FIRST)
@NonBlocking
public class ProblemPages {
  /** Whoever does not ask for JSON is a person. */
  static final String HTML_FIRST = MediaType.TEXT_HTML + ";qs=1";

  private static final String JSON_ELSE = MediaType.APPLICATION_JSON + ";qs=0.5";
  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width">
      <title>%s - Sluice</title>
      <style>body { font: 1.1rem/1.6 system-ui, sans-serif; max-width: 42rem; margin: 3rem auto; padding: 0 1rem; color-scheme: light dark }</style>
      %s
      </html>
      """;

  @GET
  public String all() {
    String list =
        Arrays.stream(ErrorCode.values())
            .map(ProblemPages::item)
            .collect(Collectors.joining("\n", "<ul>\n", "\n</ul>"));
    return PAGE.formatted("Problems", "<h1>Problems</h1>\n" + list);
  }

  @GET
  @Path("/{code}")
  public String one(@RestPath String code) {
    return page(known(code));
  }

  @GET
  @Path("/{code}")
  @Produces(JSON_ELSE)
  public Explanation explained(@RestPath String code) {
    return Explanation.of(known(code));
  }

  private static ErrorCode known(String slug) {
    return Arrays.stream(ErrorCode.values())
        .filter(code -> code.slug().equals(slug))
        .findFirst()
        .orElseThrow(
            () ->
                new SluiceException(
                    ErrorCode.NOT_FOUND, "There is no such problem; /problems lists them all"));
  }

  private static String item(ErrorCode code) {
    return "<li><a href=\"%s\">%s</a> %d: %s</li>"
        .formatted(Problem.type(code), code.slug(), code.status(), code.title());
  }

  private static String page(ErrorCode code) {
    Advice advice = Advice.of(code);
    String facts =
        """
        <h1>%s</h1>
        <p><code>%s</code>, status %d. Whose part it is to act: the %s's. Sending the same request again %s.</p>
        <h2>What happened</h2>
        <p>%s</p>
        <h2>What to do</h2>
        <p>%s</p>
        <p><a href="/problems">All problems</a></p>
        """
            .formatted(
                code.title(),
                code.slug(),
                code.status(),
                code.blame().name().toLowerCase(Locale.ROOT),
                code.retryable() ? "may work" : "does not help",
                advice.meaning(),
                advice.remedy());
    return PAGE.formatted(code.title(), facts);
  }
}
