package io.sluice.sandbox.cloud;

import io.sluice.base.HttpDate;
import io.sluice.sandbox.wire.Content;
import io.sluice.sandbox.wire.Fault;
import io.sluice.sandbox.wire.Gate;
import io.sluice.sandbox.wire.Reply;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends an object: whole or a range, under its ETag; the faults of objects befall it here. */
final class ObjectReply {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");

  private final RoutingContext context;
  private final Cloud cloud;
  private final StoredObject object;
  private final BiConsumer<RoutingContext, Refusal> refuse;

  /**
   * @param refuse answers a refusal in the cloud's manner
   */
  ObjectReply(
      RoutingContext context,
      Cloud cloud,
      StoredObject object,
      BiConsumer<RoutingContext, Refusal> refuse) {
    this.context = context;
    this.cloud = cloud;
    this.object = object;
    this.refuse = refuse;
  }

  /**
   * @param etag with its quotes
   */
  void send(String etag) {
    Optional<Fault> fault = Gate.fault(context);
    if (fault.filter(this::forbidsYet).isPresent()) {
      refuse.accept(context, Refusal.DENIED);
      return;
    }
    String tag =
        fault.filter(Fault.ChangedEtag.class::isInstance).isPresent()
            ? "\"changed-" + etag.replace("\"", "") + "\""
            : etag;
    String ifMatch = context.request().getHeader("If-Match");
    if (ifMatch != null && !ifMatch.equals(tag) && !ifMatch.equals("*")) {
      refuse.accept(
          context, new Refusal(412, "PreconditionFailed", "A precondition does not hold"));
      return;
    }
    HttpServerResponse response = context.response();
    response.putHeader("ETag", tag);
    response.putHeader("Accept-Ranges", "bytes");
    response.putHeader("Content-Type", object.contentType());
    response.putHeader("Last-Modified", HttpDate.format(object.created()));
    Content content =
        fault
            .filter(any -> object.manifest())
            .filter(Fault.HostileManifest.class::isInstance)
            .map(hostile -> hostile(((Fault.HostileManifest) hostile).hostility()))
            .orElse(object.content());
    String range = context.request().getHeader("Range");
    if (range == null || fault.filter(Fault.IgnoreRange.class::isInstance).isPresent()) {
      Reply.send(context, 200, content, 0, content.length());
    } else {
      sendRange(content, range);
    }
  }

  private boolean forbidsYet(Fault fault) {
    return fault instanceof Fault.ForbiddenAtFirst young
        && Duration.between(object.created(), Instant.now()).compareTo(young.age()) < 0;
  }

  private Content hostile(Fault.Hostility hostility) {
    return new Content.Bytes(
        Buffer.buffer(HostileManifests.body(hostility, Gate.origin(context), cloud, object)));
  }

  private void sendRange(Content content, String range) {
    Matcher parts = RANGE.matcher(range);
    if (!parts.matches() || (parts.group(1).isEmpty() && parts.group(2).isEmpty())) {
      Reply.send(context, 200, content, 0, content.length());
      return;
    }
    long length = content.length();
    long first =
        parts.group(1).isEmpty()
            ? Math.max(0, length - Long.parseLong(parts.group(2)))
            : Long.parseLong(parts.group(1));
    long last =
        parts.group(1).isEmpty() || parts.group(2).isEmpty()
            ? length - 1
            : Math.min(length - 1, Long.parseLong(parts.group(2)));
    if (first > last) {
      context.response().putHeader("Content-Range", "bytes */" + length);
      refuse.accept(context, new Refusal(416, "InvalidRange", "The range is not in the object"));
      return;
    }
    context.response().putHeader("Content-Range", "bytes " + first + "-" + last + "/" + length);
    Reply.send(context, 206, content, first, last - first + 1);
  }
}
