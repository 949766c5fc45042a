package io.sluice.nativeimage;

import java.lang.reflect.Field;
import org.graalvm.collections.EconomicMap;

/**
 * The builder's dictionary of the names that JNI finds classes by. It is no public interface, hence
 * the reflection; the builder must open {@code com.oracle.svm.core.jni.access}.
 */
final class JniClassNames {
  private static final String DICTIONARY = "com.oracle.svm.core.jni.access.JNIReflectionDictionary";

  private final EconomicMap<CharSequence, Object> classesByName;

  private JniClassNames(EconomicMap<CharSequence, Object> classesByName) {
    this.classesByName = classesByName;
  }

  /** Of the image that is being built. */
  static JniClassNames ofBuilder() {
    try {
      Class<?> type = Class.forName(DICTIONARY);
      Object dictionary = type.getMethod("currentLayer").invoke(null);
      Field names = type.getDeclaredField("classesByName");
      names.setAccessible(true);
      @SuppressWarnings("unchecked") // the field's type in GraalVM 25
      EconomicMap<CharSequence, Object> map =
          (EconomicMap<CharSequence, Object>) names.get(dictionary);
      return new JniClassNames(map);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "This builder is not of the line 25: its " + DICTIONARY + " looks different", e);
    }
  }

  /**
   * Makes a class also known as {@code L…;}.
   *
   * @param name such as {@code java/lang/Object}
   * @return whether the class is known to JNI (yet)
   */
  boolean addDescriptorName(String name) {
    Object known = classesByName.get(name);
    if (known == null) {
      return false;
    }
    classesByName.put("L" + name + ";", known);
    return true;
  }
}
