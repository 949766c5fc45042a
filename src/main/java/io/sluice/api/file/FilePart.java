package io.sluice.api.file;

import io.vertx.core.http.HttpServerRequest;

/**
 * What an answer has as its body.
 *
 * @param request that is answered
 */
record FilePart(ResultFile file, ByteRange range, HttpServerRequest request) {}
