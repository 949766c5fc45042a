/**
 * How the sandbox answers on the wire: every request passes {@link io.sluice.sandbox.wire.Gate},
 * which notes it in the {@link io.sluice.sandbox.wire.RequestLog} and asks {@link
 * io.sluice.sandbox.wire.Faults} whether it shall go wrong; every body leaves by {@link
 * io.sluice.sandbox.wire.Reply}, which makes it go wrong.
 */
package io.sluice.sandbox.wire;
