package io.sluice.api.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.sluice.api.request.Query;
import io.sluice.base.ExportId;
import io.sluice.export.model.Export;
import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Some exports, newest first.
 *
 * @param next the {@code after} of the next page; none on the last one
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Page(List<Representation> exports, Optional<String> next, Links links) {

  /** Where to go from here; {@code next} is none on the last page. */
  @RegisterForReflection
  public record Links(String self, Optional<String> next) {}

  /**
   * Where a page begins and how long it is.
   *
   * @param after the last id of the page before: ids sort by time, so that exports which come or go
   *     meanwhile neither repeat nor hide others
   */
  public record Cursor(int limit, Optional<ExportId> after) {
    public static Cursor of(Query query, int usual, int most) {
      Optional<String> text = query.text("after");
      Optional<ExportId> after = text.flatMap(ExportId::find);
      if (text.isPresent() && after.isEmpty()) {
        query.wrong("after", "is no export's id; follow links.next of the page before");
      }
      return new Cursor(query.whole("limit", Math.min(usual, most), most), after);
    }
  }

  /**
   * The page.
   *
   * @param found what is on it and, where more follow, one more
   * @param asked the request's address
   */
  public static Page of(List<Export> found, Cursor cursor, URI asked) {
    List<Export> shown = found.subList(0, Math.min(cursor.limit(), found.size()));
    Optional<ExportId> next =
        found.size() > shown.size()
            ? Optional.of(shown.get(shown.size() - 1).id())
            : Optional.empty();
    return new Page(
        shown.stream().map(Representation::of).toList(),
        next.map(ExportId::value),
        new Links(address(asked, cursor.after()), next.map(id -> address(asked, Optional.of(id)))));
  }

  private static String address(URI asked, Optional<ExportId> after) {
    URI address =
        UriBuilder.fromUri(asked).replaceQueryParam("after", after.stream().toArray()).build();
    String query = address.getRawQuery();
    return address.getRawPath() + (query == null || query.isEmpty() ? "" : "?" + query);
  }
}
