package io.sluice.api;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers every failure with a problem. */
public class Problems {
  private static final Logger LOG = Logger.getLogger(Problems.class);

  @ServerExceptionMapper
  RestResponse<Problem> known(SluiceException failure) {
    var answer =
        RestResponse.ResponseBuilder.create(
                RestResponse.Status.fromStatusCode(failure.code().status()), Problem.of(failure))
            .header(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
    failure
        .retryAfter()
        .ifPresent(wait -> answer.header(HttpHeaders.RETRY_AFTER, Math.max(1, wait.toSeconds())));
    return answer.build();
  }

  @ServerExceptionMapper
  RestResponse<Problem> http(WebApplicationException failure) {
    return known(
        switch (failure.getResponse().getStatus()) {
          case 404 ->
              new SluiceException(
                  ErrorCode.NOT_FOUND,
                  "There is nothing at this address; exports are at /v1/exports");
          case 405 ->
              new SluiceException(
                  ErrorCode.METHOD_NOT_ALLOWED, "This address does not know that method");
          case 406 ->
              new SluiceException(
                  ErrorCode.NOT_ACCEPTABLE, "This address answers with application/json");
          case 413 -> new SluiceException(ErrorCode.PAYLOAD_TOO_LARGE, "The body is too large");
          case 415 ->
              new SluiceException(
                  ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Send the body as application/json");
          default ->
              new SluiceException(ErrorCode.INVALID_REQUEST, String.valueOf(failure.getMessage()));
        });
  }

  @ServerExceptionMapper
  RestResponse<Problem> unknown(Throwable failure) {
    LOG.error("A request failed unexpectedly", failure);
    return known(
        new SluiceException(
            ErrorCode.INTERNAL, "The gateway failed unexpectedly; its log has the stack trace"));
  }
}
