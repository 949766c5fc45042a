/**
 * One request on the wire: {@link io.sluice.transfer.wire.SliceClient} sends it, an {@link
 * io.sluice.transfer.wire.Exchange} sees the response's head before its body, lets a {@link
 * io.sluice.transfer.wire.Reception} decide where the body goes, and can be aborted at any time.
 */
package io.sluice.transfer.wire;
