package io.sluice.storage;

import java.util.Set;

/** The configured Storage projects by name. */
public interface Connections {

  Set<String> names();

  /** The project of that name; {@code unknown-connection} where none is configured. */
  StorageApi get(String name);
}
