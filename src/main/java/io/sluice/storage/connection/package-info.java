/**
 * The configured projects: {@link io.sluice.storage.connection.ConnectionsConfig} is checked at the
 * start, every fault is told with its key, and each connection becomes a project.
 */
package io.sluice.storage.connection;
