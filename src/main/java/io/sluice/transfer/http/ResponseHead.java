package io.sluice.transfer.http;

import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Status and headers of a response. */
public record ResponseHead(int status, MultiMap headers) {
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");
  private static final Pattern SECONDS = Pattern.compile("\\d{1,6}");
  private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");

  /**
   * Which bytes a 206 brings.
   *
   * @param end exclusive
   * @param total the whole object's length, where told
   */
  public record ContentRange(long start, long end, OptionalLong total) {}

  /** The entity tag, if it is a strong one: a weak one cannot tell whether bytes are the same. */
  public Optional<String> entityTag() {
    return header("ETag").filter(tag -> tag.startsWith("\""));
  }

  /** The body's length, where told. */
  public OptionalLong contentLength() {
    return header("Content-Length")
        .filter(text -> LENGTH.matcher(text).matches())
        .map(text -> OptionalLong.of(Long.parseLong(text)))
        .orElse(OptionalLong.empty());
  }

  public Optional<ContentRange> contentRange() {
    return header("Content-Range")
        .map(CONTENT_RANGE::matcher)
        .filter(Matcher::matches)
        .map(ResponseHead::range);
  }

  /** Whether the end of the body can be told from a connection that broke. */
  public boolean endIsMarked() {
    return contentLength().isPresent() || headers.contains("Transfer-Encoding", "chunked", true);
  }

  /** Whether the server says that it serves ranges of this object. */
  public boolean acceptsRanges() {
    return headers.contains("Accept-Ranges", "bytes", true);
  }

  /** Whether the body is other than the object as it is stored. */
  public Optional<String> contentEncoding() {
    return header("Content-Encoding").filter(encoding -> !"identity".equalsIgnoreCase(encoding));
  }

  /** How long the server asks to wait; dates are not used by the clouds and not understood here. */
  public Optional<Duration> retryAfter() {
    return header("Retry-After")
        .filter(text -> SECONDS.matcher(text).matches())
        .map(text -> Duration.ofSeconds(Long.parseLong(text)));
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name)).map(String::strip);
  }

  private static ContentRange range(Matcher matcher) {
    String total = matcher.group(3);
    return new ContentRange(
        Long.parseLong(matcher.group(1)),
        Long.parseLong(matcher.group(2)) + 1,
        "*".equals(total) ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(total)));
  }
}
