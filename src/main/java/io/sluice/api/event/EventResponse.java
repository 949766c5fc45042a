package io.sluice.api.event;

import io.vertx.ext.web.RoutingContext;

/** A stream of what was subscribed to, as the answer to a request. */
public record EventResponse(Subscription subscription, RoutingContext request) {}
