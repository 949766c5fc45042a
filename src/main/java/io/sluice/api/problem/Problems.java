package io.sluice.api.problem;

import io.sluice.base.SluiceException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers every failure of the resources with a problem. */
public class Problems {
  private static final Logger LOG = Logger.getLogger(Problems.class);

  @ServerExceptionMapper
  RestResponse<Problem> known(SluiceException failure) {
    if (failure.code().status() >= 500) {
      LOG.infof("code=%s %s", failure.code().slug(), failure.getMessage());
    }
    return builder(failure).build();
  }

  @ServerExceptionMapper
  RestResponse<Problem> notFound(NotFoundException failure, UriInfo uri) {
    return known(Refusals.unknownPath(uri.getPath()));
  }

  @ServerExceptionMapper
  RestResponse<Problem> notAllowed(NotAllowedException failure, UriInfo uri) {
    return builder(Refusals.method(uri.getPath()))
        .header(HttpHeaders.ALLOW, Refusals.methods(uri.getPath()))
        .build();
  }

  /** The caller has gone. */
  @ServerExceptionMapper
  RestResponse<Problem> unread(IOException failure) {
    return known(Refusals.ofStatus(400, "The body could not be read to its end"));
  }

  @ServerExceptionMapper
  RestResponse<Problem> http(WebApplicationException failure) {
    int status = failure.getResponse().getStatus();
    return status >= 500
        ? unknown(failure)
        : known(Refusals.ofStatus(status, String.valueOf(failure.getMessage())));
  }

  @ServerExceptionMapper
  RestResponse<Problem> unknown(Throwable failure) {
    LOG.error("A request failed unexpectedly", failure);
    return known(Refusals.internal());
  }

  private static RestResponse.ResponseBuilder<Problem> builder(SluiceException failure) {
    var answer =
        RestResponse.ResponseBuilder.<Problem>create(failure.code().status())
            .entity(Problem.of(failure))
            .header(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
    failure
        .retryAfter()
        .ifPresent(wait -> answer.header(HttpHeaders.RETRY_AFTER, Refusals.seconds(wait)));
    return answer;
  }
}
