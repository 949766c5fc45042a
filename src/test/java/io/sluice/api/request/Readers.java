package io.sluice.api.request;

import io.sluice.Configured;
import java.util.Map;
import java.util.Set;

/** The readers of bodies with the limits that hold unless others are set. */
public final class Readers {
  public static final RequestLimitsConfig LIMITS =
      Configured.with(RequestLimitsConfig.class, Map.of());

  public static final RequestReader REQUESTS =
      new RequestReader(LIMITS, caller -> Set.of("default", "sales"));

  public static final BatchReader BATCHES = new BatchReader(REQUESTS, LIMITS);

  private Readers() {}
}
