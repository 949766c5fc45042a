/**
 * The HTTP API as {@code META-INF/openapi.yaml} describes it: the resources, each a thin layer
 * between what {@code request} has read and checked and what {@code view} shows. {@code guard}
 * stands before all of them, {@code problem} answers every failure, {@code event} carries every
 * stream, and {@code file} serves the result.
 */
package io.sluice.api;
