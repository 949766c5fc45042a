/**
 * One request over HTTP: {@link io.sluice.transfer.http.SliceClient} sends it, an {@link
 * io.sluice.transfer.http.Exchange} asks by the response's head where its body goes, and can be
 * aborted at any time.
 */
package io.sluice.transfer.http;
