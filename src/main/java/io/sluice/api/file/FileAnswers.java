package io.sluice.api.file;

import io.sluice.export.domain.Export;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Arrays;
import java.util.Optional;
import org.jboss.resteasy.reactive.PathPart;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jboss.resteasy.reactive.RestResponse.Status;

/** Answers with a file or a part of it; the kernel copies it from the disk to the socket. */
@ApplicationScoped
public class FileAnswers {
  private final Vertx vertx;

  public FileAnswers(Vertx vertx) {
    this.vertx = vertx;
  }

  /** The whole file, the part asked for, or that the caller has it already. */
  public Uni<RestResponse<PathPart>> get(Export export, HttpHeaders request) {
    ResultFile file = ResultFile.of(export);
    return header(request, HttpHeaders.IF_NONE_MATCH)
            .filter(tags -> matches(tags, file))
            .isPresent()
        ? Uni.createFrom().item(with(file, ResponseBuilder.create(Status.NOT_MODIFIED, null)))
        : present(file).map(there -> part(there, request));
  }

  /** The headers that {@link #get} would have, without a body. */
  public Uni<RestResponse<Void>> head(Export export) {
    return present(ResultFile.of(export))
        .map(
            file ->
                with(
                    file,
                    ResponseBuilder.<Void>create(Status.OK, null)
                        .header(HttpHeaders.CONTENT_LENGTH, file.length())));
  }

  private Uni<ResultFile> present(ResultFile file) {
    return vertx
        .fileSystem()
        .props(file.path().toString())
        .onFailure()
        .transform(missing -> file.gone())
        .map(
            properties -> {
              if (properties.size() != file.length()) {
                throw file.gone();
              }
              return file;
            });
  }

  private static RestResponse<PathPart> part(ResultFile file, HttpHeaders request) {
    Optional<ByteRange> range = range(file, request);
    long first = range.map(ByteRange::first).orElse(0L);
    long length = range.map(ByteRange::length).orElse(file.length());
    PathPart part = new PathPart(file.path(), first, length);
    return with(
        file,
        range
            .map(
                asked ->
                    ResponseBuilder.create(Status.PARTIAL_CONTENT, part)
                        .header(
                            "Content-Range",
                            "bytes %d-%d/%d".formatted(asked.first(), asked.last(), file.length())))
            .orElseGet(() -> ResponseBuilder.ok(part)));
  }

  private static Optional<ByteRange> range(ResultFile file, HttpHeaders request) {
    return header(request, "Range")
        .filter(asked -> header(request, "If-Range").map(file.tag()::equals).orElse(true))
        .flatMap(asked -> ByteRange.of(asked, file.length()));
  }

  private static boolean matches(String tags, ResultFile file) {
    return Arrays.stream(tags.split(","))
        .map(String::trim)
        .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
        .anyMatch(tag -> tag.equals("*") || tag.equals(file.tag()));
  }

  private static <T> RestResponse<T> with(ResultFile file, ResponseBuilder<T> answer) {
    file.headers().forEach(answer::header);
    return answer.build();
  }

  private static Optional<String> header(HttpHeaders request, String name) {
    return Optional.ofNullable(request.getHeaderString(name));
  }
}
