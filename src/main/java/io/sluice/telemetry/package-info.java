/**
 * What the process says of itself as a whole: disks, memory, event loops, and its log lines'
 * fields. What a room says of its own work stands in that room, in one class {@code …Meters}; all
 * metrics are listed in {@code deploy/metrics.md}. No room imports this one.
 */
package io.sluice.telemetry;
