package io.sluice.sandbox.cloud;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** How every cloud serves its objects: a guarded GET or HEAD, answered in the cloud's manner. */
final class ObjectRoutes {

  /** What differs from cloud to cloud. */
  interface Manner {

    /** Where its objects lie, such as {@code /s3/}. */
    String place();

    default Target target(RoutingContext context) {
      return Target.of(context, place());
    }

    /** Whether this header carries credentials that only another cloud may hear. */
    boolean foreign(String header);

    /** Why the request may not have the object; empty where it may. */
    Optional<Refusal> refusal(RoutingContext context, Target target);

    /** The refusal of what is not there. */
    default Refusal missing() {
      return new Refusal(404, "NoSuchKey", "The specified key does not exist.");
    }

    /** Adds the cloud's own headers; returns the ETag with its quotes. */
    String describe(RoutingContext context, StoredObject object);

    void refuse(RoutingContext context, Refusal refusal);
  }

  private final Surroundings around;
  private final Cloud cloud;
  private final Manner manner;

  ObjectRoutes(Surroundings around, Cloud cloud, Manner manner) {
    this.around = around;
    this.cloud = cloud;
    this.manner = manner;
  }

  void mount(Router router, String base) {
    router.get(base + manner.place() + "*").handler(this::serve);
    router.head(base + manner.place() + "*").handler(this::serve);
  }

  private void serve(RoutingContext context) {
    Leaks.foreign(context, around, manner::foreign);
    Target target = manner.target(context);
    Optional<Refusal> refusal =
        Leaks.atCloud(context, around).or(() -> manner.refusal(context, target));
    if (refusal.isPresent()) {
      manner.refuse(context, refusal.get());
      return;
    }
    around
        .objects()
        .get(target.bucket(), target.key())
        .ifPresentOrElse(
            object -> send(context, object), () -> manner.refuse(context, manner.missing()));
  }

  private void send(RoutingContext context, StoredObject object) {
    new ObjectReply(context, cloud, object, manner::refuse).send(manner.describe(context, object));
  }
}
