package io.sluice.store;

import java.util.Set;

/**
 * What is kept of one export.
 *
 * @param id sorts by age: the younger has the greater one
 * @param version never falls from one save to the next
 * @param fence of the claim under which it is saved; of one that is found, of the newest claim, see
 *     {@link Claims}
 * @param labels by which it is found
 * @param document what the store does not look into
 * @param parts the names of what the document leaves out: each is kept once, however many rows name
 *     it, and as long as one does
 */
public record Row(
    String id, long version, long fence, Labels labels, Document document, Set<String> parts) {
  public Row {
    parts = Set.copyOf(parts);
  }
}
