package io.sluice.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What kustomize makes of the overlays; skipped where no kubectl is installed. */
class OverlaysTest {

  @BeforeAll
  static void kubectlIsInstalled() {
    assumeTrue(
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, "kubectl"))),
        "kubectl is not on the PATH: the overlays are not rendered");
  }

  @ParameterizedTest
  @ValueSource(strings = {"development", "production"})
  void everyOverlayRendersIntoManifestsWithoutAnUnknownField(String overlay) throws IOException {
    // Given
    Path directory = Manifests.KUBERNETES.resolve("overlays").resolve(overlay);

    // When
    List<HasMetadata> rendered =
        Manifests.documents(render(directory)).stream().map(Manifests::strict).toList();

    // Then
    StatefulSet workload = Manifests.only(rendered, StatefulSet.class, "sluice");
    Stream<String> configMaps =
        workload.getSpec().getTemplate().getSpec().getContainers().get(0).getEnvFrom().stream()
            .filter(source -> source.getConfigMapRef() != null)
            .map(source -> source.getConfigMapRef().getName());
    assertThat(rendered)
        .filteredOn(resource -> !resource.getKind().equals("Namespace"))
        .extracting(HasMetadata::getMetadata)
        .allMatch(metadata -> "sluice".equals(metadata.getNamespace()))
        .allMatch(metadata -> metadata.getLabels().containsKey("app.kubernetes.io/part-of"));
    assertThat(configMaps)
        .isNotEmpty()
        .allSatisfy(
            name -> assertThat(Manifests.only(rendered, ConfigMap.class, name)).isNotNull());
  }

  private static String render(Path directory) throws IOException {
    Process kubectl =
        new ProcessBuilder("kubectl", "kustomize", directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
