/**
 * Server-sent events. {@link io.sluice.api.event.EventHub} hears of every change once, makes one
 * {@link io.sluice.api.event.Event} of it and hands that to each {@link
 * io.sluice.api.event.EventStream} that wants it; a stream keeps only what its reader has not taken
 * yet, and of that only the newest. Events become text beside the event loops, as much of a stream
 * at a time as its connection takes.
 */
package io.sluice.api.event;
