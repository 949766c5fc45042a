/**
 * What callers send. {@link io.sluice.api.request.RequestReader} and {@link
 * io.sluice.api.request.BatchReader} read bodies through {@link
 * io.sluice.api.request.JsonFieldReader}, {@link io.sluice.api.request.Query} reads query
 * parameters: each names every bad field at once, with what was probably meant.
 */
package io.sluice.api.request;
