package io.sluice.sandbox.wire;

import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;

/** The bytes of a body. */
public sealed interface Content {

  long length();

  record Bytes(Buffer buffer) implements Content {
    @Override
    public long length() {
      return buffer.length();
    }
  }

  record OnDisk(Path path, long length) implements Content {}
}
