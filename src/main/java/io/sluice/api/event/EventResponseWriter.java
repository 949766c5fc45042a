package io.sluice.api.event;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/**
 * Answers a request with a stream that is written by the hub from then on. The framework's own
 * writer of events encodes each for each reader, and knows no newest.
 */
@Provider
public class EventResponseWriter implements ServerMessageBodyWriter<EventResponse> {
  private final EventHub hub;

  public EventResponseWriter(EventHub hub) {
    this.hub = hub;
  }

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, ResteasyReactiveResourceInfo target, MediaType mediaType) {
    return type == EventResponse.class;
  }

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return type == EventResponse.class;
  }

  @Override
  public void writeResponse(EventResponse answer, Type genericType, ServerRequestContext context) {
    RoutingContext request = answer.request();
    request.response().setChunked(true);
    EventStream stream =
        hub.stream(answer.subscription(), request.vertx().getOrCreateContext(), request.response());
    request.addEndHandler(ended -> stream.close());
    hub.open(stream);
  }

  @Override
  public void writeTo(
      EventResponse answer,
      Class<?> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, Object> headers,
      OutputStream output) {
    throw new UnsupportedOperationException("A stream is never written into another");
  }
}
