package io.sluice.export.model;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** How far an export is; what is not known is absent, never a guess. */
@RegisterForReflection
public record Progress(
    int slicesDone,
    OptionalInt slicesTotal,
    long bytesDone,
    OptionalLong bytesTotal,
    OptionalLong rowsDone,
    OptionalLong bytesPerSecond,
    OptionalLong etaSeconds) {

  public static final Progress NONE =
      new Progress(
          0,
          OptionalInt.empty(),
          0,
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty());
}
