/**
 * The HTTP API (design.md, "The HTTP contract"): the resources, each a thin layer between what
 * {@code request} has read and checked and what {@code view} shows. {@code problem} answers every
 * failure, {@code event} carries every stream, {@code file} serves the result, and {@code command}
 * is the same program without HTTP.
 */
package io.sluice.api;
