package io.sluice.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every manifest is one that Kubernetes would take, as far as its types can tell. */
class ManifestsTest {
  private static final Set<String> KUSTOMIZATION_FIELDS =
      Set.of(
          "apiVersion",
          "kind",
          "namespace",
          "labels",
          "resources",
          "components",
          "configMapGenerator",
          "images",
          "patches");

  static Stream<Path> manifests() {
    return all().filter(file -> !Manifests.isKustomization(file));
  }

  static Stream<Path> kustomizations() {
    return all().filter(Manifests::isKustomization);
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void everyManifestFitsItsTypeWithoutAnUnknownField(Path file) {
    // Given
    List<JsonNode> documents = Manifests.documents(file);

    // When
    List<HasMetadata> resources = documents.stream().map(Manifests::strict).toList();

    // Then
    assertThat(resources)
        .isNotEmpty()
        .allSatisfy(resource -> assertThat(resource.getMetadata().getName()).startsWith("sluice"));
  }

  @ParameterizedTest
  @MethodSource("kustomizations")
  void everyKustomizationNamesFilesThatExist(Path file) {
    // Given
    JsonNode kustomization = Manifests.documents(file).get(0);

    // When
    List<Path> named = filesNamedBy(kustomization, file.getParent());

    // Then
    assertThat(named).isNotEmpty().allSatisfy(path -> assertThat(path).exists());
    assertThat(kustomization.fieldNames())
        .toIterable()
        .allSatisfy(field -> assertThat(KUSTOMIZATION_FIELDS).contains(field));
  }

  @Test
  void aMisspeltFieldIsRefused() {
    // Given
    JsonNode misspelt =
        Manifests.documents(
                """
                apiVersion: v1
                kind: ServiceAccount
                metadata:
                  name: sluice
                automountServiceAccountTokn: false
                """)
            .get(0);

    // When
    assertThatThrownBy(() -> Manifests.strict(misspelt))
        // Then
        .hasMessageContaining("automountServiceAccountTokn");
  }

  private static Stream<Path> all() {
    return Stream.of(Manifests.KUBERNETES, Manifests.DEPLOY.resolve("monitoring"))
        .flatMap(directory -> Manifests.all(directory, ".yaml"))
        .filter(file -> !file.endsWith("alerts.yaml") && !file.endsWith("alerts-test.yaml"));
  }

  private static List<Path> filesNamedBy(JsonNode kustomization, Path directory) {
    List<Path> named = new ArrayList<>();
    for (String field : List.of("resources", "components")) {
      kustomization.path(field).forEach(entry -> named.add(directory.resolve(entry.asText())));
    }
    kustomization
        .path("patches")
        .forEach(p -> named.add(directory.resolve(p.get("path").asText())));
    kustomization
        .path("configMapGenerator")
        .forEach(
            generator ->
                Stream.of(generator.path("envs"), generator.path("files"))
                    .flatMap(list -> StreamSupport.stream(list.spliterator(), false))
                    .map(entry -> entry.asText().replaceFirst("^.*=", ""))
                    .forEach(name -> named.add(directory.resolve(name))));
    return named.stream()
        .map(path -> Files.isDirectory(path) ? path.resolve("kustomization.yaml") : path)
        .toList();
  }
}
