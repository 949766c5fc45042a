package io.sluice.api.event;

import io.sluice.base.ExportId;
import io.sluice.export.model.Export;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/**
 * One moment of one export. Its text is made when it is first written, and once for all streams.
 */
final class Event {
  private final Export export;
  private final Function<Export, String> json;
  private volatile Buffer text;

  Event(Export export, Function<Export, String> json) {
    this.export = export;
    this.json = json;
  }

  Export export() {
    return export;
  }

  ExportId id() {
    return export.id();
  }

  long version() {
    return export.version();
  }

  /** Whether both show the same state, so that the newer one can stand for both. */
  boolean sameState(Event other) {
    return export.state().label().equals(other.export.state().label());
  }

  Buffer text() {
    Buffer made = text;
    if (made == null) {
      made =
          Buffer.buffer(
              ("event: export\nid: " + version() + "\ndata: " + json.apply(export) + "\n\n")
                  .getBytes(StandardCharsets.UTF_8));
      text = made;
    }
    return made;
  }

  /** An id alone: readers hear of no event, and send the id when they connect again. */
  static Buffer end() {
    return Buffer.buffer("id: " + Subscription.END + "\n\n");
  }

  static Buffer removed(ExportId id) {
    return Buffer.buffer("event: removed\ndata: {\"id\":\"" + id + "\"}\n\n");
  }
}
