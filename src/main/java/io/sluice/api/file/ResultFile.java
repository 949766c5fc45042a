package io.sluice.api.file;

import io.sluice.base.ErrorCode;
import io.sluice.base.HttpDate;
import io.sluice.base.SluiceException;
import io.sluice.export.model.Export;
import io.sluice.export.model.ExportState.Succeeded;
import io.sluice.export.model.Result;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** A finished export's file, and what HTTP says of it. */
record ResultFile(Path path, String name, Instant finishedAt, Result result) {

  /** The file of an export; {@code conflict} where it has none that this gateway can serve. */
  static ResultFile of(Export export) {
    if (!(export.state() instanceof Succeeded succeeded)) {
      throw notYet(export);
    }
    URI location = URI.create(succeeded.result().location().orElseThrow());
    if (!"file".equals(location.getScheme())) {
      throw new SluiceException(
          ErrorCode.CONFLICT,
          "The file of export "
              + export.id()
              + " was delivered to "
              + location
              + "; fetch it there");
    }
    return new ResultFile(
        Path.of(location),
        export.request().output().name(),
        export.finishedAt().orElseThrow(),
        succeeded.result());
  }

  /** Whether the file can still be read as long as it was made; for a thread that may block. */
  boolean isThere() {
    try {
      return Files.isRegularFile(path) && Files.isReadable(path) && Files.size(path) == length();
    } catch (IOException goneMeanwhile) {
      return false;
    }
  }

  long length() {
    return result.bytes();
  }

  /** Strong: the same bytes have the same tag. */
  String tag() {
    return "\"" + result.sha256() + "\"";
  }

  /** When the file was made; HTTP's dates have no parts of a second. */
  Instant lastModified() {
    return finishedAt.truncatedTo(ChronoUnit.SECONDS);
  }

  /** The headers by which a caller knows the file again, also of an answer without its bytes. */
  Map<String, String> validators() {
    return Map.of(
        "ETag", tag(),
        "Last-Modified", HttpDate.format(lastModified()),
        "Cache-Control", "private, no-cache, no-transform");
  }

  /** The headers of every answer with its bytes, or about them. */
  Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>(validators());
    headers.put("Accept-Ranges", "bytes");
    headers.put("Content-Disposition", "attachment; filename=\"" + name + "\"");
    headers.put("Repr-Digest", "sha-256=:" + base64(result.sha256()) + ":");
    return headers;
  }

  SluiceException gone() {
    return new SluiceException(
        ErrorCode.FILE_GONE,
        "The file "
            + name
            + " was removed or changed after it was delivered; export the table again");
  }

  private static SluiceException notYet(Export export) {
    SluiceException conflict =
        new SluiceException(
            ErrorCode.CONFLICT,
            "Export %s is %s; it has a file once it has succeeded"
                .formatted(export.id(), export.state().label()));
    return export.active() ? conflict.retryAfter(Duration.ofSeconds(2)) : conflict;
  }

  private static String base64(String hex) {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
  }
}
