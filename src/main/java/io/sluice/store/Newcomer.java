package io.sluice.store;

import java.util.Map;

/**
 * A row to insert.
 *
 * @param parts by name, which is the SHA-256 of the bytes in hex
 * @param joins whether a row of an equal request that is under way is as good: then that one is the
 *     answer, and nothing is inserted
 */
public record Newcomer(Row row, Map<String, byte[]> parts, boolean joins) {
  public Newcomer {
    parts = Map.copyOf(parts);
  }
}
