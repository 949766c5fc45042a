package io.sluice.nativeimage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the metadata of the native build names exists, under that name and with those parameters.
 */
class ReachabilityMetadataTest {
  private static final String FILE =
      "META-INF/native-image/io.sluice/sluice/reachability-metadata.json";
  private static final Set<String> ENTRY =
      Set.of(
          "type",
          "jniAccessible",
          "methods",
          "fields",
          "allDeclaredConstructors",
          "allDeclaredMethods",
          "allPublicMethods",
          "allDeclaredFields");

  /** The JDK of a native build; the buffer's constructor is another one before 21. */
  private static final boolean IS_25 = Runtime.version().feature() >= 25;

  private static final Map<String, Class<?>> PRIMITIVES =
      Map.of("int", int.class, "long", long.class);

  static Stream<JsonNode> types() {
    return stream(metadata().get("reflection"))
        .filter(entry -> !entry.get("type").asText().equals("java.nio.DirectByteBuffer") || IS_25);
  }

  @ParameterizedTest
  @MethodSource("types")
  void everyTypeHasTheMembersThatItIsNamedWith(JsonNode entry) throws ReflectiveOperationException {
    // Given
    Class<?> type = load(entry.get("type").asText());

    // When
    List<String> fields = stream(entry.path("fields")).map(f -> f.get("name").asText()).toList();

    // Then
    assertThat(entry.fieldNames()).toIterable().isSubsetOf(ENTRY);
    for (String field : fields) {
      assertThatCode(() -> type.getDeclaredField(field)).doesNotThrowAnyException();
    }
    for (JsonNode method : entry.path("methods")) {
      assertThatCode(() -> member(type, method)).doesNotThrowAnyException();
    }
  }

  @Test
  void everyResourceExists() {
    // When
    Stream<String> resources = stream(metadata().get("resources")).map(r -> r.get("glob").asText());

    // Then
    assertThat(resources).isNotEmpty().allMatch(ReachabilityMetadataTest::exists);
  }

  @Test
  void everyClassOfTheFeatureIsAccessibleToJni() {
    // When
    Stream<String> accessible =
        types()
            .filter(entry -> entry.path("jniAccessible").asBoolean())
            .map(entry -> entry.get("type").asText().replace('.', '/'));

    // Then
    assertThat(accessible).containsAll(ArrowFeature.CLASSES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arrow_dataset_jni/x86_64/libarrow_dataset_jni.so",
        "arrow_dataset_jni/aarch_64/libarrow_dataset_jni.so",
        "arrow_cdata_jni/x86_64/libarrow_cdata_jni.so",
        "arrow_cdata_jni/aarch_64/libarrow_cdata_jni.so",
        "linux/amd64/libzstd-jni-1.5.7-6.so",
        "linux/aarch64/libzstd-jni-1.5.7-6.so"
      })
  void everyNativeLibraryLiesWhereTheProfileLooksForIt(String library) {
    // When
    boolean exists = exists(library);

    // Then
    assertThat(exists).isTrue();
  }

  @Test
  void theProfileNamesTheFeature() throws IOException {
    // When
    String pom = Files.readString(Path.of("pom.xml"));

    // Then
    assertThat(pom).contains("--features=" + ArrowFeature.class.getName() + ",");
  }

  private static Object member(Class<?> type, JsonNode method) throws ReflectiveOperationException {
    List<Class<?>> parameters = new ArrayList<>();
    for (JsonNode parameter : method.path("parameterTypes")) {
      parameters.add(load(parameter.asText()));
    }
    Class<?>[] signature = parameters.toArray(Class<?>[]::new);
    return method.get("name").asText().equals("<init>")
        ? type.getDeclaredConstructor(signature)
        : type.getDeclaredMethod(method.get("name").asText(), signature);
  }

  private static Class<?> load(String name) throws ClassNotFoundException {
    Class<?> primitive = PRIMITIVES.get(name);
    return primitive != null
        ? primitive
        : Class.forName(name, false, ReachabilityMetadataTest.class.getClassLoader());
  }

  private static boolean exists(String resource) {
    return ReachabilityMetadataTest.class.getClassLoader().getResource(resource) != null;
  }

  private static JsonNode metadata() {
    try (InputStream file =
        ReachabilityMetadataTest.class.getClassLoader().getResourceAsStream(FILE)) {
      return new ObjectMapper().readTree(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
