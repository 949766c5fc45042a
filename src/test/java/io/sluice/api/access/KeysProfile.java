package io.sluice.api.access;

import io.quarkus.test.junit.QuarkusTestProfile;
import io.sluice.access.NewKey;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A gateway that asks for API keys. */
public final class KeysProfile implements QuarkusTestProfile {
  private static final Map<String, NewKey> KEYS =
      Map.of(
          "reader", key("reader", "default:read", Optional.empty()),
          "submitter", key("submitter", "default:submit", Optional.empty()),
          "owner", key("owner", "default:submit", Optional.empty()),
          "operator", key("operator", "default:operate", Optional.empty()),
          "elsewhere", key("elsewhere", "gcp:operate", Optional.empty()),
          "nowhere", key("nowhere", "none-*:read", Optional.empty()),
          "expired", key("expired", "*:operate", Optional.of(LocalDate.of(2020, 1, 1))));

  private static NewKey key(String name, String grants, Optional<LocalDate> until) {
    return NewKey.of(name, List.of(grants), until);
  }

  /** The key of that name as a header has it. */
  public static String bearer(String name) {
    return "Bearer " + KEYS.get(name).key().reveal();
  }

  @Override
  public Map<String, String> getConfigOverrides() {
    Map<String, String> settings = new HashMap<>();
    settings.put("sluice.access.mode", "keys");
    KEYS.values().stream()
        .flatMap(key -> key.lines().stream())
        .map(line -> line.split("=", 2))
        .forEach(line -> settings.put(line[0], line[1]));
    return settings;
  }
}
