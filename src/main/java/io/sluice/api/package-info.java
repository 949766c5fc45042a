/** The HTTP API: resources, server-sent events, problems, validation. */
package io.sluice.api;
