package io.sluice.transfer.fetch;

import io.sluice.transfer.SliceFormat;
import io.sluice.transfer.fetch.Reply.Refused;
import io.sluice.transfer.fetch.Reply.Rest;
import io.sluice.transfer.fetch.Reply.StartOver;
import io.sluice.transfer.fetch.Reply.Unusable;
import io.sluice.transfer.fetch.Reply.Whole;
import io.sluice.transfer.http.ResponseHead;
import io.sluice.transfer.http.ResponseHead.ContentRange;
import io.sluice.transfer.part.Checksums;
import io.sluice.transfer.part.Part;
import io.sluice.transfer.part.Region;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What one stream asks for, and what the head of an answer to that means. It decides and does
 * nothing.
 *
 * @param entityTag of the object that the part holds bytes of
 * @param length of that object
 * @param split whether other streams fetch other regions of it
 * @param position of the first byte that the region lacks
 * @param end of the region, exclusive
 */
record ResponseRules(
    SliceFormat format,
    Optional<String> entityTag,
    OptionalLong length,
    boolean split,
    long position,
    OptionalLong end) {

  static ResponseRules of(SliceFormat format, Part part, Region region) {
    return new ResponseRules(
        format,
        part.entityTag(),
        part.length(),
        part.isSplit(),
        region.position(),
        region.endKnown() ? OptionalLong.of(region.end()) : OptionalLong.empty());
  }

  private boolean ranged() {
    return position > 0 || split;
  }

  /** The headers that ask for just that. */
  Map<String, String> conditions() {
    Map<String, String> headers = new HashMap<>();
    headers.put("Accept-Encoding", format == SliceFormat.CSV_GZIP ? "gzip" : "identity");
    if (ranged()) {
      String last = end.isPresent() ? Long.toString(end.getAsLong() - 1) : "";
      headers.put("Range", "bytes=" + position + "-" + last);
      entityTag.ifPresent(tag -> headers.put("If-Match", tag));
    }
    return headers;
  }

  Reply judge(ResponseHead head) {
    return switch (head.status()) {
      case 200 -> whole(head);
      case 206 -> rest(head);
      case 412, 416 -> ranged() ? changed() : new Refused(head);
      default -> new Refused(head);
    };
  }

  private Reply whole(ResponseHead head) {
    if (isReencoded(head)) {
      return new Unusable("came with a Content-Encoding that it does not have in storage");
    }
    if (!head.endIsMarked() && format == SliceFormat.CSV) {
      return new Unusable("came without a length, so that its end cannot be told");
    }
    if (split) {
      return withoutRanges("a whole object instead of a range");
    }
    return new Whole(
        head.entityTag(),
        head.contentLength(),
        Checksums.of(head.headers()),
        head.acceptsRanges() && head.entityTag().isPresent());
  }

  private Reply rest(ResponseHead head) {
    Optional<ContentRange> range = head.contentRange().filter(this::isLacking);
    if (!ranged() || range.isEmpty()) {
      return withoutRanges("another range than asked for");
    }
    if (isReencoded(head)) {
      return withoutRanges("a range with Content-Encoding");
    }
    if (head.entityTag().isPresent() && !head.entityTag().equals(entityTag)) {
      return changed();
    }
    return new Rest(range.get().total());
  }

  /** Whether it is all that the region lacks, of an object of the known length. */
  private boolean isLacking(ContentRange range) {
    long total = length.orElse(range.total().orElse(range.end()));
    return range.start() == position
        && range.end() == end.orElse(total)
        && range.total().orElse(total) == total;
  }

  /** Gzip around what should be gzip is the object as it is stored; anything else is not. */
  private boolean isReencoded(ResponseHead head) {
    return head.contentEncoding()
        .filter(encoding -> format != SliceFormat.CSV_GZIP || !"gzip".equals(encoding))
        .isPresent();
  }

  private static Reply changed() {
    return new StartOver("changed while it was fetched", true);
  }

  private static Reply withoutRanges(String answer) {
    return new StartOver("was answered with " + answer, false);
  }
}
