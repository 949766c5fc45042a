package io.sluice.fuzz;

import java.io.IOException;
import java.util.List;

/** Code of ours that reads bytes of others. */
interface Target extends AutoCloseable {

  /** The folder of its corpus. */
  String name();

  /** Other bytes of this kind, made of one entry of the corpus or of two. */
  byte[] mutate(List<byte[]> corpus, Choices choices);

  /**
   * Reads the bytes.
   *
   * @return how it ended, such as {@code ok} or {@code slice-corrupt}; whatever is thrown is a
   *     finding
   */
  String run(byte[] bytes) throws Exception;

  /** Fails where something was left behind. */
  @Override
  default void close() throws IOException {}
}
