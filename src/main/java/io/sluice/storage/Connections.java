package io.sluice.storage;

import java.util.Set;

/** The configured Storage projects by name. */
public interface Connections {

  Set<String> names();

  /** The project of that name; {@code unknown-connection} where none is configured. */
  StorageApi get(String name);

  /**
   * What callers ask of the project: answers may be {@code sluice.storage.lookup.keep} old, few are
   * asked for at once, and none holds up an export.
   */
  Lookups lookups(String name);

  /** The same, each asked anew: for what a caller decides by. */
  Lookups freshLookups(String name);
}
