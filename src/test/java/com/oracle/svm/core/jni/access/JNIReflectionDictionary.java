package com.oracle.svm.core.jni.access;

import org.graalvm.collections.EconomicMap;

/** Stands in for the builder's class of that name, which has this shape in GraalVM 25. */
public final class JNIReflectionDictionary {
  private static final JNIReflectionDictionary CURRENT = new JNIReflectionDictionary();

  private final EconomicMap<CharSequence, Object> classesByName = EconomicMap.create();

  public static JNIReflectionDictionary currentLayer() {
    return CURRENT;
  }

  /** For tests: what the builder knows. */
  public EconomicMap<CharSequence, Object> names() {
    return classesByName;
  }
}
