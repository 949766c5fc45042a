package io.sluice.api.file;

import io.sluice.api.problem.Problem;
import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.export.model.Export;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jboss.resteasy.reactive.RestResponse.Status;

/** Responds with a file or a part of it; the kernel copies it from the disk to the socket. */
@ApplicationScoped
public class FileResponses {
  public static final String PARQUET = "application/vnd.apache.parquet";

  private static final String CONTENT_RANGE = "Content-Range";

  private final Vertx vertx;

  public FileResponses(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * The whole file, the part asked for, or a word about the conditions: that the caller has it
   * already, or that it is another file. A file that is gone is so under any condition.
   */
  public Uni<RestResponse<Object>> get(
      Export export, HttpHeaders headers, HttpServerRequest request) {
    return answer(export, headers, conditions -> part(conditions, request));
  }

  /** What {@link #get} would answer without a {@code Range}, which is defined for GET alone. */
  public Uni<RestResponse<Object>> head(Export export, HttpHeaders headers) {
    return answer(export, headers, conditions -> length(conditions.file()));
  }

  private Uni<RestResponse<Object>> answer(
      Export export,
      HttpHeaders headers,
      Function<Preconditions, RestResponse<Object>> unconditional) {
    return present(ResultFile.of(export))
        .map(file -> new Preconditions(headers, file))
        .map(
            conditions -> conditional(conditions).orElseGet(() -> unconditional.apply(conditions)));
  }

  private Uni<ResultFile> present(ResultFile file) {
    return vertx
        .executeBlocking(file::isThere, false)
        .map(
            there -> {
              if (!there) {
                throw file.gone();
              }
              return file;
            });
  }

  private static Optional<RestResponse<Object>> conditional(Preconditions conditions) {
    ResultFile file = conditions.file();
    if (!conditions.hold()) {
      return Optional.of(
          refusal(
              file,
              ErrorCode.PRECONDITION_FAILED,
              "The file is not the one that If-Match or If-Unmodified-Since asks for; its ETag is "
                  + file.tag(),
              Map.of()));
    }
    return conditions.sayThatCallerHasIt()
        ? Optional.of(with(file.validators(), ResponseBuilder.create(Status.NOT_MODIFIED, null)))
        : Optional.empty();
  }

  private static RestResponse<Object> part(Preconditions conditions, HttpServerRequest request) {
    ResultFile file = conditions.file();
    Optional<ByteRange> range = conditions.range();
    if (range.isEmpty()) {
      return with(
          file.headers(),
          body(Status.OK, new FilePart(file, new ByteRange(0, file.length() - 1), request)));
    }
    return range
        .filter(asked -> !asked.isEmpty())
        .map(
            asked ->
                with(
                    file.headers(),
                    body(Status.PARTIAL_CONTENT, new FilePart(file, asked, request))
                        .header(
                            CONTENT_RANGE,
                            "bytes %d-%d/%d"
                                .formatted(asked.first(), asked.last(), file.length()))))
        .orElseGet(() -> behindTheEnd(file));
  }

  private static ResponseBuilder<Object> body(Status status, FilePart part) {
    return ResponseBuilder.create(status, part);
  }

  private static RestResponse<Object> behindTheEnd(ResultFile file) {
    return refusal(
        file,
        ErrorCode.RANGE_NOT_SATISFIABLE,
        "The file has " + file.length() + " bytes; the Range lies behind its end",
        Map.of(CONTENT_RANGE, "bytes */" + file.length()));
  }

  private static RestResponse<Object> length(ResultFile file) {
    return with(
        file.headers(),
        ResponseBuilder.create(Status.OK, null)
            .header(HttpHeaders.CONTENT_TYPE, PARQUET)
            .header(HttpHeaders.CONTENT_LENGTH, file.length()));
  }

  private static RestResponse<Object> refusal(
      ResultFile file, ErrorCode code, String detail, Map<String, String> headers) {
    return with(
        headers,
        ResponseBuilder.create(code.status())
            .entity(Problem.of(new SluiceException(code, detail)))
            .header(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
            .header(HttpHeaders.ETAG, file.tag()));
  }

  private static RestResponse<Object> with(
      Map<String, String> headers, ResponseBuilder<Object> answer) {
    headers.forEach(answer::header);
    return answer.build();
  }
}
