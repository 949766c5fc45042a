package io.sluice.api.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.base.SluiceException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/** Answers with a problem what fails before or outside of the resources. */
@ApplicationScoped
public class ProblemRoutes {
  private static final Logger LOG = Logger.getLogger(ProblemRoutes.class);

  private final ObjectMapper mapper;

  public ProblemRoutes(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  void install(@Observes Router router) {
    router.route().order(Integer.MIN_VALUE).failureHandler(this::failed);
    router.route().order(Integer.MAX_VALUE).handler(this::unknown);
  }

  private void unknown(RoutingContext request) {
    answer(request, Refusals.unknownPath(request.normalizedPath()));
  }

  private void failed(RoutingContext request) {
    Throwable failure = request.failure();
    if (request.response().ended()) {
      LOG.debug("A request failed after it was answered", failure);
    } else if (failure instanceof SluiceException known) {
      answer(request, known);
    } else if (failure == null || request.statusCode() < 500) {
      answer(
          request,
          Refusals.ofStatus(
              request.statusCode(),
              "The request was refused; its address or its headers are not as HTTP has them"));
    } else {
      LOG.error("A request failed unexpectedly", failure);
      answer(request, Refusals.internal());
    }
  }

  private void answer(RoutingContext request, SluiceException failure) {
    HttpServerResponse response = request.response();
    if (response.ended() || response.closed()) {
      return;
    }
    if (response.headWritten()) {
      request.request().connection().close();
      return;
    }
    response.setStatusCode(failure.code().status());
    response.putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
    failure
        .retryAfter()
        .ifPresent(
            wait -> response.putHeader("Retry-After", Long.toString(Refusals.seconds(wait))));
    if (HttpMethod.HEAD.equals(request.request().method())) {
      response.end();
    } else {
      response.end(json(failure));
    }
  }

  private String json(SluiceException failure) {
    try {
      return mapper.writeValueAsString(Problem.of(failure));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
