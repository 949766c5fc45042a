package io.sluice.api;

import io.sluice.export.Export;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.Optional;

/** Server-sent events: each carries the whole representation, its id is the version. */
@ApplicationScoped
public class Events {
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  /** The exports as events; a comment every 15 s keeps proxies from closing a silent stream. */
  Multi<OutboundSseEvent> of(Multi<Export> exports, Sse sse) {
    Multi<Optional<OutboundSseEvent>> changes =
        exports.map(export -> Optional.of(event(export, sse)));
    return Multi.createBy()
        .merging()
        .streams(endMarked(changes), heartbeats(sse))
        .select()
        .first(Optional::isPresent)
        .map(Optional::get);
  }

  /** The end as an item, so that it ends the heartbeats as well. */
  private static Multi<Optional<OutboundSseEvent>> endMarked(
      Multi<Optional<OutboundSseEvent>> changes) {
    return Multi.createBy()
        .concatenating()
        .streams(changes, Multi.createFrom().item(Optional.<OutboundSseEvent>empty()));
  }

  private static Multi<Optional<OutboundSseEvent>> heartbeats(Sse sse) {
    return Multi.createFrom()
        .ticks()
        .every(HEARTBEAT)
        .onOverflow()
        .drop()
        .map(tick -> Optional.of(sse.newEventBuilder().comment("still here").build()));
  }

  private static OutboundSseEvent event(Export export, Sse sse) {
    return sse.newEventBuilder()
        .id(Long.toString(export.version()))
        .name("export")
        .mediaType(MediaType.APPLICATION_JSON_TYPE)
        .data(Representation.class, Representation.of(export))
        .build();
  }
}
