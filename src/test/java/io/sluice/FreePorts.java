package io.sluice;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A port for management that is free, as the other's is. */
public final class FreePorts implements QuarkusTestProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of("quarkus.management.port", "0");
  }
}
