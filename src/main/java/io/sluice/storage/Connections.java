package io.sluice.storage;

import io.sluice.base.ErrorCode;
import io.sluice.base.NearestName;
import io.sluice.base.SluiceException;
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

  /**
   * Why there is no answer of that connection.
   *
   * @param known the names that whoever asks may hear of: the nearest at most is told
   */
  static SluiceException unknown(String name, Set<String> known) {
    return new SluiceException(
        ErrorCode.UNKNOWN_CONNECTION,
        "There is no connection \"%s\"; %s A new one needs sluice.connections.NAME.url and .token"
            .formatted(
                name,
                NearestName.of(name, known)
                    .map(near -> "did you mean \"" + near + "\"?")
                    .orElse("GET /v1/connections lists those that there are.")));
  }
}
