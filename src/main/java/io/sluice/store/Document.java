package io.sluice.store;

/** A row's content as JSON, made where it is needed: a store asks for it on a thread of its own. */
@FunctionalInterface
public interface Document {
  /** One JSON object in UTF-8. */
  byte[] json();

  /** One that is made already. */
  static Document of(byte[] json) {
    return () -> json;
  }
}
