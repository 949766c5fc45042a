package io.sluice.api.file;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/**
 * Lets the kernel copy a file to the socket. The framework's own writer forgets the request, which
 * is never answered, where the file goes between its being looked at and its being opened.
 */
@Provider
public class FilePartWriter implements ServerMessageBodyWriter<FilePart> {
  private static final Logger LOG = Logger.getLogger(FilePartWriter.class);

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, ResteasyReactiveResourceInfo target, MediaType mediaType) {
    return type == FilePart.class;
  }

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return type == FilePart.class;
  }

  @Override
  public void writeResponse(FilePart part, Type genericType, ServerRequestContext context) {
    HttpServerRequest request = part.request();
    HttpServerResponse response = request.response();
    Future<Void> sent =
        response.sendFile(
            part.file().path().toString(), part.range().first(), part.range().length());
    if (!response.headWritten()) {
      throw part.file().gone();
    }
    sent.onFailure(failure -> cut(request, failure));
  }

  /**
   * Too late for another answer: Vert.x counts the head as written before it opens the file.
   * Without an end the reader would wait for the rest.
   */
  private static void cut(HttpServerRequest request, Throwable failure) {
    LOG.debugf(failure, "A file was not sent to its end: %s", request.path());
    request.connection().close();
  }

  @Override
  public void writeTo(
      FilePart part,
      Class<?> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, Object> headers,
      OutputStream output) {
    throw new UnsupportedOperationException("A file is never written into a stream");
  }
}
