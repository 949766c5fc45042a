package io.sluice.api.event;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/**
 * Answers a request with a stream that is written by the hub from then on. The framework's own
 * writer of events encodes each for each reader, and knows no newest.
 */
@Provider
public class EventStreamWriter implements ServerMessageBodyWriter<Subscription> {
  private final EventHub hub;

  public EventStreamWriter(EventHub hub) {
    this.hub = hub;
  }

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, ResteasyReactiveResourceInfo target, MediaType mediaType) {
    return type == Subscription.class;
  }

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return type == Subscription.class;
  }

  @Override
  public void writeResponse(
      Subscription subscription, Type genericType, ServerRequestContext request) {
    ResteasyReactiveRequestContext answer = (ResteasyReactiveRequestContext) request;
    RoutingContext routing = answer.unwrap(RoutingContext.class);
    answer.suspend();
    routing.response().setChunked(true);
    EventStream stream =
        new EventStream(
            subscription,
            hub.timing(subscription),
            routing.vertx().getOrCreateContext(),
            routing.request());
    routing.addEndHandler(
        ended -> {
          hub.close(subscription, stream);
          stream.close();
          answer.resume();
        });
    hub.open(subscription, stream);
  }

  @Override
  public void writeTo(
      Subscription subscription,
      Class<?> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, Object> headers,
      OutputStream output) {
    throw new UnsupportedOperationException("A stream is never written into another");
  }
}
