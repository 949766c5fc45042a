package io.sluice.nativeimage;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.graalvm.nativeimage.hosted.Feature;

/**
 * Lets Arrow's native libraries find their Java classes in a native executable. They ask {@code
 * FindClass} for {@code Ljava/lang/RuntimeException;}, which HotSpot takes for {@code
 * java/lang/RuntimeException} and a native executable for nothing at all (apache/arrow-java#866,
 * oracle/graal#12356). So each of these classes gets that second name.
 *
 * <p>Reaches into the builder; written for GraalVM and Mandrel 25.
 */
public final class ArrowFeature implements Feature {

  /** The classes that the two libraries look up by a name in {@code L…;}. */
  static final List<String> CLASSES =
      List.of(
          "java/lang/Object",
          "java/lang/RuntimeException",
          "java/lang/IllegalAccessException",
          "java/lang/IllegalArgumentException",
          "org/apache/arrow/dataset/jni/ReservationListener",
          "org/apache/arrow/c/jni/PrivateData",
          "org/apache/arrow/c/jni/CDataJniException",
          "org/apache/arrow/c/ArrayStreamExporter$ExportedArrayStreamPrivateData");

  private final Set<String> missing = new LinkedHashSet<>(CLASSES);

  @Override
  public String getDescription() {
    return "Second JNI names for the classes that Arrow's libraries look up";
  }

  /** The builder learns of JNI classes while it analyses: go on until all of ours are there. */
  @Override
  public void duringAnalysis(DuringAnalysisAccess access) {
    JniClassNames names = JniClassNames.ofBuilder();
    if (missing.removeIf(names::addDescriptorName)) {
      access.requireAnalysisIteration();
    }
  }

  @Override
  public void afterAnalysis(AfterAnalysisAccess access) {
    if (!missing.isEmpty()) {
      throw new IllegalStateException(
          "Arrow could not load: reachability-metadata.json makes these not accessible to JNI: "
              + missing);
    }
  }
}
