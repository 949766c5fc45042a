package io.sluice.api.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.ShutdownEvent;
import io.sluice.api.event.EventStream.Timing;
import io.sluice.api.view.Representation;
import io.sluice.base.BlockingExecutor;
import io.sluice.base.ExportId;
import io.sluice.base.Timekeeper;
import io.sluice.export.live.ExportFeed;
import io.sluice.export.model.Export;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerResponse;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Every open stream, and what it is to hear of. Safe from any thread. */
@ApplicationScoped
public class EventHub implements ExportFeed.Listener, AutoCloseable {
  private static final int BEATS = 3;

  /** More than there are streams: each has one portion written at a time. */
  private static final int MOST_WAITING = 100_000;

  private final Map<ExportId, Event> active = new ConcurrentHashMap<>();
  private final Map<ExportId, Set<EventStream>> ofOne = new ConcurrentHashMap<>();
  private final Set<EventStream> ofMany = ConcurrentHashMap.newKeySet();
  private final BlockingExecutor writer = new BlockingExecutor("events", 1, MOST_WAITING);
  private final ObjectMapper mapper;
  private final EventsConfig config;
  private final Timekeeper time;

  public EventHub(ObjectMapper mapper, EventsConfig config, Timekeeper time) {
    this.mapper = mapper;
    this.config = config;
    this.time = time;
  }

  /** Begins to pass on what the feed tells, until cancelled. */
  public Cancellable follow(ExportFeed feed) {
    Cancellable listening = feed.listen(this);
    Cancellable beating = time.every(config.heartbeat().dividedBy(BEATS), this::beat);
    return () -> {
      listening.cancel();
      beating.cancel();
    };
  }

  @Override
  public void changed(Export export) {
    Event event = new Event(export, this::json);
    if (export.active()) {
      active.put(export.id(), event);
    } else {
      active.remove(export.id());
    }
    ofOne.getOrDefault(export.id(), Set.of()).forEach(stream -> stream.offer(event));
    for (EventStream stream : ofMany) {
      if (stream.wants(export)) {
        stream.offer(event);
      }
    }
  }

  @Override
  public void removed(ExportId id, String connection) {
    active.remove(id);
    ofOne.getOrDefault(id, Set.of()).forEach(EventStream::end);
    ofMany.stream()
        .filter(stream -> stream.wantsRemovalsOf(connection))
        .forEach(stream -> stream.offerRemoval(id));
  }

  /** A stream that writes to this response; it is to be closed when the response is over. */
  EventStream stream(Subscription subscription, Context context, HttpServerResponse response) {
    return new EventStream(subscription, timing(subscription), writer, context, response, this);
  }

  /** Opens the stream: first its snapshot, then whatever changes. */
  void open(EventStream stream) {
    stream.begin("retry: " + config.retry().toMillis() + "\n\n");
    Subscription subscription = stream.subscription();
    add(subscription, stream);
    Uni.createFrom()
        .deferred(subscription.snapshot()::get)
        .runSubscriptionOn(writer::execute)
        .subscribe()
        .with(
            exports -> {
              exports.forEach(export -> stream.offer(event(export)));
              stream.begun();
            },
            gone -> stream.end());
  }

  /** Forgets the stream; nothing holds on to it afterwards. */
  void forget(EventStream stream) {
    Subscription subscription = stream.subscription();
    if (subscription.one().isPresent()) {
      ofOne.computeIfPresent(
          subscription.one().get(),
          (id, streams) -> streams.remove(stream) && streams.isEmpty() ? null : streams);
    } else {
      ofMany.remove(stream);
    }
  }

  /** Ends every stream, so that readers look for another gateway before this one is gone. */
  public void endAll() {
    ofMany.forEach(EventStream::end);
    ofOne.values().forEach(streams -> streams.forEach(EventStream::end));
  }

  /** How many streams are open. */
  int streams() {
    return ofMany.size() + ofOne.values().stream().mapToInt(Set::size).sum();
  }

  private Timing timing(Subscription subscription) {
    Duration interval = subscription.one().isPresent() ? Duration.ZERO : config.interval();
    return new Timing(
        config.heartbeat().toMillis(), config.patience().toMillis(), interval.toMillis());
  }

  private void add(Subscription subscription, EventStream stream) {
    if (subscription.one().isPresent()) {
      ofOne.compute(
          subscription.one().get(),
          (id, streams) -> {
            Set<EventStream> all = streams == null ? ConcurrentHashMap.newKeySet() : streams;
            all.add(stream);
            return all;
          });
    } else {
      ofMany.add(stream);
    }
  }

  private Event event(Export export) {
    Event shared = active.get(export.id());
    return shared != null && shared.version() >= export.version()
        ? shared
        : new Event(export, this::json);
  }

  private void beat() {
    ofMany.forEach(EventStream::tick);
    ofOne.values().forEach(streams -> streams.forEach(EventStream::tick));
  }

  void leave(@Observes @Priority(Integer.MAX_VALUE) ShutdownEvent event) {
    close();
  }

  @Override
  public void close() {
    writer.close();
  }

  private String json(Export export) {
    try {
      return mapper.writeValueAsString(Representation.of(export));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
