package io.sluice.nativeimage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.oracle.svm.core.jni.access.JNIReflectionDictionary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.graalvm.nativeimage.hosted.Feature;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ArrowFeatureTest {
  /** A whole C string; in the middle of one it is part of a method's signature. */
  private static final Pattern LOOKED_UP = Pattern.compile("\0L((?:java|org)/[\\w/$]+);(?=\0)");

  private final JNIReflectionDictionary builder = JNIReflectionDictionary.currentLayer();
  private final ArrowFeature feature = new ArrowFeature();
  private final AtomicInteger iterations = new AtomicInteger();

  @BeforeEach
  void nothingIsKnown() {
    builder.names().clear();
  }

  @Test
  void theListIsThatOfTheNamesInArrowsLibraries() {
    // When
    Set<String> lookedUp =
        Stream.of(
                "arrow_dataset_jni/x86_64/libarrow_dataset_jni.so",
                "arrow_cdata_jni/x86_64/libarrow_cdata_jni.so")
            .flatMap(library -> LOOKED_UP.matcher(bytesAsText(library)).results())
            .map((MatchResult match) -> match.group(1))
            .collect(Collectors.toSet());

    // Then
    assertThat(ArrowFeature.CLASSES).containsExactlyInAnyOrderElementsOf(lookedUp);
  }

  @Test
  void eachClassGetsASecondNameOnceTheBuilderKnowsIt() {
    // Given
    ArrowFeature.CLASSES.forEach(name -> builder.names().put(name, "the class " + name));

    // When
    feature.duringAnalysis(access());

    // Then
    assertThat(ArrowFeature.CLASSES)
        .allMatch(name -> ("the class " + name).equals(builder.names().get("L" + name + ";")));
    assertThat(iterations).hasValue(1);
  }

  @Test
  void theAnalysisEndsOnceNothingIsLeftToAdd() {
    // Given
    ArrowFeature.CLASSES.forEach(name -> builder.names().put(name, name));
    feature.duringAnalysis(access());

    // When
    feature.duringAnalysis(access());

    // Then
    assertThat(iterations).hasValue(1);
  }

  @Test
  void aClassThatMetadataDoesNotRegisterFailsTheBuildByItsName() {
    // Given
    ArrowFeature.CLASSES.stream()
        .filter(name -> !name.endsWith("PrivateData"))
        .forEach(name -> builder.names().put(name, name));
    feature.duringAnalysis(access());

    // When
    assertThatThrownBy(() -> feature.afterAnalysis(null))
        // Then
        .hasMessageContaining("org/apache/arrow/c/jni/PrivateData");
  }

  /** The only method of the builder's access that the feature calls. */
  private Feature.DuringAnalysisAccess access() {
    return (Feature.DuringAnalysisAccess)
        java.lang.reflect.Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Feature.DuringAnalysisAccess.class},
            (proxy, method, arguments) -> {
              assertThat(method.getName()).isEqualTo("requireAnalysisIteration");
              iterations.incrementAndGet();
              return null;
            });
  }

  private static String bytesAsText(String resource) {
    try (InputStream library =
        ArrowFeatureTest.class.getClassLoader().getResourceAsStream(resource)) {
      return new String(library.readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
