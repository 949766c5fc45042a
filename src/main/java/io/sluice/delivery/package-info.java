/**
 * Where results go: a {@link io.sluice.delivery.Destination} takes a complete file and makes it
 * appear under its final name, whole or not at all.
 */
package io.sluice.delivery;
